"""What can be fetched below /media/: made sizes of public pictures, and nothing else."""

import pytest
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from wagtail.models import BaseViewRestriction, Collection, CollectionViewRestriction

from home.media import policy
from home.media.models import PortalImage
from tests.home import hostile_files as files

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def empty_cache():
    # Wagtail remembers made sizes by the number of their row, and numbers repeat between tests.
    cache.clear()


def make_image(**fields):
    return PortalImage.objects.create(
        title="A loom",
        description="A loom",
        file=ContentFile(files.make_jpeg(), name="a.jpg"),
        **fields,
    )


def make_closed_collection():
    collection = Collection.get_first_root_node().add_child(name="Not for everybody")
    CollectionViewRestriction.objects.create(
        collection=collection, restriction_type=BaseViewRestriction.LOGIN
    )
    return collection


@pytest.mark.parametrize(
    ("spec", "content_type"),
    [
        ("width-20|format-avif", "image/avif"),
        ("width-20|format-webp", "image/webp"),
        ("width-20|format-jpeg", "image/jpeg"),
        ("width-20|format-png", "image/png"),
    ],
)
def test_made_size_of_a_public_picture_is_given_to_everybody(client, spec, content_type):
    response = client.get(make_image().get_rendition(spec).url)
    assert response.status_code == 200
    assert response["Content-Type"] == content_type
    assert response["Content-Disposition"] == "inline"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "public" in response["Cache-Control"]
    assert "immutable" in response["Cache-Control"]
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")


def test_browser_that_has_the_picture_gets_no_second_copy(client):
    url = make_image().get_rendition("width-20").url
    etag = client.get(url)["ETag"]
    response = client.get(url, headers={"If-None-Match": etag})
    assert (response.status_code, response.content) == (304, b"")


def test_original_is_given_to_nobody(client):
    image = make_image()
    address = f"/media/{image.file.name}"
    assert default_storage.exists(image.file.name)
    assert client.get(address).status_code == 404
    client.force_login(get_user_model().objects.create_superuser("editor"))
    assert client.get(address).status_code == 404


def test_made_size_in_a_closed_collection_is_given_to_its_editors_only(client):
    url = make_image(collection=make_closed_collection()).get_rendition("width-20").url
    assert client.get(url).status_code == 404
    client.force_login(get_user_model().objects.create_user("member"))
    assert client.get(url).status_code == 404
    client.force_login(get_user_model().objects.create_superuser("editor"))
    response = client.get(url)
    assert response.status_code == 200
    assert response["Cache-Control"] == "no-store, private"


def test_closing_the_collection_closes_the_address_at_once(client):
    collection = Collection.get_first_root_node().add_child(name="Open")
    url = make_image(collection=collection).get_rendition("width-20").url
    etag = client.get(url)["ETag"]
    CollectionViewRestriction.objects.create(
        collection=collection, restriction_type=BaseViewRestriction.LOGIN
    )
    assert client.get(url).status_code == 404
    assert client.get(url, headers={"If-None-Match": etag}).status_code == 404


def test_the_policy_can_switch_one_picture_off(client, monkeypatch):
    shown, hidden = make_image(), make_image()
    monkeypatch.setattr(policy, "may_serve", lambda rendition: rendition.image_id == shown.pk)
    assert client.get(shown.get_rendition("width-20").url).status_code == 200
    assert client.get(hidden.get_rendition("width-20").url).status_code == 404


def test_policy_without_an_answer_gives_nothing(client, monkeypatch):
    url = make_image().get_rendition("width-20").url
    monkeypatch.setattr(policy, "may_serve", lambda rendition: None)
    assert client.get(url).status_code == 404


def test_file_that_no_row_knows_or_no_storage_holds_is_not_there(client):
    stray = default_storage.save("images/" + "a" * 32 + ".webp", ContentFile(b"stray"))
    assert client.get(f"/media/{stray}").status_code == 404
    rendition = make_image().get_rendition("width-20")
    default_storage.delete(rendition.file.name)
    assert client.get(rendition.url).status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "",
        "images/",
        "images/../{original}",
        "images/%2e%2e/{original}",
        "images%2F..%2F{original}",
        "images/..%2F{original}",
        "images/%252e%252e%252F{original}",
        "//{original}",
        "./{original}",
        "../../etc/passwd",
        "/etc/passwd",
        "{original}%00",
        "{rendition}%00",
        "{rendition}%00.webp",
        "{rendition}/",
        "{rendition}%0A",
        "{rendition}.html",
        "IMAGES/{name}",
        "images\\{name}",
        "images/x/{name}",
        "avatar_images/a.jpg",
        "wagtail_uploads/a.webp",
        "documents/",
        "documents/a.pdf",
        "documents/../{original}",
    ],
)
def test_crooked_address_is_not_there(client, path):
    image = make_image()
    rendition = image.get_rendition("width-20").file.name
    name = rendition.removeprefix("images/")
    path = path.format(original=image.file.name, rendition=rendition, name=name)
    client.force_login(get_user_model().objects.create_superuser("editor"))
    assert client.get("/media/" + path).status_code == 404


def test_staff_have_no_place_to_upload_a_portrait(client):
    client.force_login(get_user_model().objects.create_superuser("editor"))
    response = client.get("/cms/account/")
    assert response.status_code == 200
    assert 'type="file"' not in response.text


def test_cms_pages_show_pictures_through_made_sizes(client):
    image = make_image()
    client.force_login(get_user_model().objects.create_superuser("editor"))
    for url in ("/cms/images/", f"/cms/images/{image.pk}/", "/cms/images/chooser/"):
        response = client.get(url)
        assert response.status_code == 200
        assert "original_images" not in response.text
        assert "/media/images/" in response.text
