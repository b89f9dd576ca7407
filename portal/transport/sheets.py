"""Of a style sheet, the rules that can take effect in one page."""

import re

# No page holds these when it is sent: static/js/ sets the class, the browser adds the elements.
ALWAYS = frozenset({"inside", "tbody", "colgroup"})

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_GROUP = ("@layer", "@media", "@supports")
# `:is(.a, p)` matches without a .a, and a value may look like a name: neither asks for one.
_NOT_ASKED = re.compile(r"\[[^\]]*\]|::?[\w-]+(?:\((?:[^()]|\([^()]*\))*\))?|@.*", re.DOTALL)
_NAME = re.compile(r"[A-Za-z_][\w-]*")
_WORD = re.compile(rb"[\w-]+")


class Rule:
    """A rule with the sets of names (classes, elements) one of which must be in the page."""

    def __init__(self, selector, declarations):
        self.text = selector + (f"{{{declarations.strip()}}}" if declarations is not None else "")
        asked = _NOT_ASKED.sub("", selector)
        # What is nested too deep to be read here stays in every page.
        parts = [""] if re.search(r"[(\\]", asked) else asked.split(",")
        self.asks = [frozenset(_NAME.findall(part)) for part in parts]

    def written(self, used):
        return self.text if any(names <= used for names in self.asks) else ""


class Group:
    """Rules under a condition or in a layer; gone when none of them is left."""

    def __init__(self, condition, rules):
        self.condition, self.rules = condition, rules

    def written(self, used):
        inner = _joined(self.rules, used)
        return f"{self.condition}{{{inner}}}" if inner else ""


def read(sheet):
    """Return the rules and groups of a sheet (text) without comments and indentation."""
    return _read(re.sub(r"\s*\n\s*", "\n", _COMMENT.sub("", sheet)).strip())


def words(page):
    """Return everything in a page (bytes) that could be the name of a class or an element, as text."""
    return ALWAYS.union(word.decode() for word in _WORD.findall(page))


def needed(rules, used):
    """Return, as bytes, the rules that ask for nothing beyond `used`."""
    return _joined(rules, used).encode()


def _joined(rules, used):
    return "\n".join(text for rule in rules if (text := rule.written(used)))


def _read(text):
    rules = []
    while text:
        head, mark, text = re.match(r"([^{;]*)([{;])(.*)", text, re.DOTALL).groups()
        if mark == ";":
            rules.append(Rule(head + ";", None))
            continue
        end = _end_of_block(text)
        inner, text = text[:end].strip(), text[end + 1 :].strip()
        head = head.strip()
        rules.append(Group(head, _read(inner)) if head.startswith(_GROUP) else Rule(head, inner))
    return rules


def _end_of_block(text):
    depth = 1
    for brace in re.finditer(r"[{}]", text):
        depth += 1 if brace[0] == "{" else -1
        if not depth:
            return brace.start()
    raise ValueError("A style sheet ends inside a block.")
