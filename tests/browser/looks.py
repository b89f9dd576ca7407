"""What a reader sees of a page, as values that can be compared."""

# Of each element where it stands, and a number for everything that makes its looks and its pieces'.
LOOKS = """() => {
    const looks = style => {
        let number = 0;
        for (const letter of style.cssText.replace(/--[^;]*;/g, "")) {
            number = (number * 31 + letter.codePointAt(0)) | 0;
        }
        return number;
    };
    return [...document.querySelectorAll("body, body *:not(style)")].map(element => {
        const box = element.getBoundingClientRect();
        const pieces = ["::before", "::after"].map(piece => getComputedStyle(element, piece));
        return [
            element.tagName, element.getAttribute("class"), box.x, box.y, box.width, box.height,
            looks(getComputedStyle(element)),
            ...pieces.map(style => style.content === "none" ? 0 : looks(style)),
        ];
    });
}"""
