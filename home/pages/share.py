"""The picture that stands for a page where it is shared: a piece of cloth, drawn from its seed."""

import io

from django.http import Http404, HttpResponse

from home.pagecache.marks import public
from home.weave.drawing import weave_picture

from .models import PublicPage

WIDTH, HEIGHT = 1200, 630


@public
def share_picture(request, seed):
    """Return the PNG of a page that is public; a seed of nothing public draws nothing."""
    if not any(model.objects.open().filter(seed=seed).exists() for model in page_types()):
        raise Http404
    file = io.BytesIO()
    weave_picture(seed, width=WIDTH, height=HEIGHT).save(file, "PNG", optimize=True)
    return HttpResponse(file.getvalue(), content_type="image/png")


def page_types(model=PublicPage):
    """Return the concrete page types that have a seed."""
    types = []
    for child in model.__subclasses__():
        types += page_types(child) if child._meta.abstract else [child]
    return types
