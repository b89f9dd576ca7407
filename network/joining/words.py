"""The words of handles: short, easy to spell, and about nothing that must stay hidden."""

FIRST = tuple(
    """
    able amber apt arctic autumn azure balmy bold brave bright brisk broad calm candid
    careful cheerful chief civic clean clear clever cobalt cool copper coral cosy crisp daily dapper
    deep deft eager early earnest east easy ebony elder equal even fair fast fine firm fleet fluent
    fond frank free fresh gentle giant glad golden good grand grassy great green happy hardy
    hazel hearty honest humble idle indigo inland ivory jolly keen kind lasting level light
    lilac lime linen little lively local loyal lucid lunar lush major maple marble mellow merry
    mild mint misty modest neat new nimble noble north novel oaken olive open outer pale patient
    pearl placid plain plum polite prime proper proud pure quick quiet rapid rare ready regal rich
    ripe robust rosy round royal ruby rural rustic safe sandy scarlet serene sharp shiny silent silver
    simple sincere sleek smart smooth snowy soft solar solid south spare spring stable steady stout
    sturdy subtle summer sunny supple sure sweet swift tall teal tender thrifty tidy topaz tranquil
    true trusty upper useful valid vast velvet violet vivid warm welcome west whole wide willing
    winter wise witty wooden young zesty
    """.split()  # noqa: SIM905 - words read as words
)
SECOND = tuple(
    """
    acorn almond anchor apple apron arch aspen atlas badger bamboo banana barley basil basket bay
    beach beacon bean bell birch bison book bottle bowl branch bread breeze brick bridge brook broom
    brush bucket butter button cabin cactus camel candle canoe canyon carrot castle cedar cello chair
    chalk cherry citrus cliff cloud clover coast coconut comet cotton cove crane crayon creek cricket
    cup cypress daisy deer delta desk dolphin donkey dove dune eagle echo elm ember falcon feather
    fennel fern field fig finch flute forest fountain fox garden garlic gate ginger glacier globe
    goose grape grove guitar gull hamlet harbour harp harvest hazelnut hedge heron hill hollow honey
    horizon ibis island ivy jacket jasmine jasper kettle kite ladder lake lamp lantern lark laurel
    leaf lemon lentil lily linden lotus mango map maple marsh meadow melon mill millet mirror moss
    mountain mulberry nest notebook nutmeg oak oasis oat ocean olive onion opal orange orchard
    orchid otter owl paddle palm papaya paper parrot path peach pear pebble pelican pencil pepper
    piano pillow pine plain plate plateau plum pond poplar potato prairie puffin pumpkin quail quill
    quilt radish rain raven reed reef rice ridge river robin rose saddle saffron sail salmon sesame
    shell shore sky spoon spruce squash star stone stork stream sugar sunrise swallow swan table
    tambourine teapot thistle thyme tiger tile tomato trail tree tulip tundra turtle valley vanilla
    violin walnut water wave wheat willow window wren yarrow zebra
    """.split()  # noqa: SIM905
)
