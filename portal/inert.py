"""Wagtail's choosers drawn without inline script: `static/cms/start.js` starts them instead."""

import json

from django.utils.html import format_html
from wagtail.admin.widgets.chooser import BaseChooser
from wagtail.admin.widgets.workflows import AdminTaskChooser


def render(self, name, value, attrs=None, renderer=None):
    """Stand in for `BaseChooser.render`: the same HTML, then an inert mark in place of a script."""
    id_ = attrs["id"]
    value_data = self.get_value_data(value)
    creates_task = isinstance(self, AdminTaskChooser)
    return format_html(
        '{}<template data-start="{}" data-for="{}" data-with="{}"></template>',
        self.render_html(name, value_data, attrs),
        "createTaskChooser" if creates_task else self.js_constructor,
        id_,
        "" if creates_task else json.dumps(self.get_js_init_options(id_, name, value_data)),
    )


def make_choosers_inert():
    BaseChooser.render = render
