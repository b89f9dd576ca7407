"""A newcomer asks: who are they, how many, since when, and who says so? (A01, A02)"""

from tests.home.public.site import words


def test_the_front_page_shows_members_countries_and_year_each_with_source_and_date(trees):
    shown = [words(figure) for figure in trees["/"].select(".figures .figure")]
    for number, label in [("4,000", "members"), ("10", "countries"), ("2019", "began")]:
        found = [text for text in shown if number in text and label in text.lower()]
        assert len(found) == 1, (number, label, shown)
        assert "as of" in found[0].lower()
        assert "IJM" in found[0] or "International Justice Mission" in found[0]


def test_the_source_of_a_front_page_figure_opens_without_a_script(trees):
    for figure in trees["/"].select(".figures .figure"):
        assert figure.select_one("details > summary")
        place = figure.select_one("details a")["href"]
        assert trees["/figures/"].find(id=place.partition("#")[2])


def test_the_front_page_in_spanish_shows_the_same_figures(trees):
    shown = words(trees["/es/"].select_one(".figures"))
    digits = "".join(letter for letter in shown if letter.isdigit())
    assert "4000" in digits
    assert "2019" in digits
    assert "miembros" in shown


def test_about_tells_who_launched_the_network_when_and_through_whom(trees):
    main = trees["/about/"].find("main")
    text = words(main)
    assert "2019" in text
    assert "Leadership Council" in text
    assert "IJM" in text or "International Justice Mission" in text
    links = {link["href"] for link in main.select("a[href]")}
    assert {"/leadership-council/", "/principles/"} <= links
    assert "chapter" in text.lower()
    assert "consultation" in text.lower()
