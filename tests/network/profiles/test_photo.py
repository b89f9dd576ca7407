"""A photo: optional, warned of, drawn anew, sealed, and for connections and the own chapter at most."""

import base64
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from PIL import Image

from network.profiles import actions
from network.profiles.models import Photo
from tests.home.hostile_files import make_jpeg, make_png_bomb, make_refused
from tests.network.profiles.cast import client_of, connect
from tests.people import Client, make_account

pytestmark = pytest.mark.django_db
PATH = "/network/me/photo/"
REFUSED = make_refused()


def upload(client, data, name="me.jpg", **more):
    picture = SimpleUploadedFile(name, data, content_type="image/jpeg")
    return client.post(PATH, {"photo": picture, "understood": "on", **more})


def photo_of(profile):
    return f"/network/members/{profile.public_id}/photo/"


@pytest.mark.asvs("14.2.8")
@pytest.mark.asvs("5.4.1")
def test_t16_a_photo_is_drawn_anew_without_place_time_and_device(her, her_client):
    sent = make_jpeg(size=(900, 700))
    assert upload(her_client, sent).status_code == 302
    response = her_client.get(photo_of(her))
    picture = Image.open(BytesIO(response.content))
    assert (picture.format, picture.size) == ("WEBP", (512, 512))
    assert not picture.getexif()
    assert not {"exif", "xmp", "icc_profile", "comment"} & picture.info.keys()
    assert len(response.content) <= 120 * 1024
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]
    assert response["Cache-Control"] == "no-store, private"
    assert response["Content-Disposition"] == "inline"


def test_p24_the_database_holds_no_picture_that_can_be_opened(her, her_client):
    upload(her_client, make_jpeg(size=(600, 600)))
    served = her_client.get(photo_of(her)).content
    with connection.cursor() as cursor:
        cursor.execute("SELECT sealed_webp FROM network_photo")
        (stored,) = cursor.fetchone()
    assert stored.startswith("v1|own|")
    assert base64.b64encode(served).decode()[:40] not in stored


@pytest.mark.asvs("5.2.2")
@pytest.mark.asvs("1.3.4")
@pytest.mark.parametrize("name", REFUSED)
def test_t16_what_is_no_plain_picture_is_refused_with_a_sentence(her, her_client, name):
    response = upload(her_client, REFUSED[name][1], REFUSED[name][0])
    assert response.status_code == 400
    assert 'id="id_photo_error"' in response.content.decode()
    assert not Photo.objects.exists()


@pytest.mark.asvs("5.2.6")
def test_t16_a_picture_that_would_fill_the_memory_is_refused(her_client):
    assert upload(her_client, make_png_bomb(), "me.png").status_code == 400


def test_without_reading_the_warning_nothing_is_kept(her_client):
    assert "cannot call a copy back" in her_client.get(PATH).content.decode()
    assert upload(her_client, make_jpeg(), understood="").status_code == 400
    assert her_client.post(PATH, {"understood": "on"}).status_code == 400
    assert not Photo.objects.exists()


def test_there_is_one_photo_at_most_and_it_can_be_removed(her, her_client):
    upload(her_client, make_jpeg(size=(600, 600)))
    upload(her_client, make_jpeg(size=(700, 600)))
    assert Photo.objects.count() == 1
    assert her_client.get("/network/me/photo/remove/").status_code == 405
    her_client.post("/network/me/photo/remove/")
    assert her_client.get(photo_of(her)).status_code == 404


@pytest.mark.asvs("8.2.3")
def test_a_photo_shows_to_those_to_whom_it_is_open_and_to_nobody_else(her, her_client, kenya):
    upload(her_client, make_jpeg(size=(600, 600)))
    friend, neighbour = make_account("friend"), make_account("neighbour", chapter=kenya)
    guardian, anybody = make_account("guardian", role="safeguarding"), make_account("anybody")
    connect(friend, her.member)

    def seen_by():
        people = {
            "friend": friend,
            "neighbour": neighbour,
            "guardian": guardian,
            "anybody": anybody,
        }
        return {
            name
            for name, viewer in people.items()
            if client_of(viewer).get(photo_of(her)).status_code == 200
        }

    named = {"pseudonym": {"chap", "mem"}, "directory": {"chap", "mem"}}
    assert seen_by() == set()
    actions.open_to(by=her.member, openings=named | {"photo": {"conn"}})
    assert seen_by() == {"friend"}
    actions.open_to(by=her.member, openings=named | {"photo": {"conn", "chap"}})
    assert seen_by() == {"friend", "neighbour"}
    actions.open_to(by=her.member, openings=named | {"photo": {"safe"}})
    assert seen_by() == {"guardian"}
    assert Client().get(photo_of(her)).status_code == 302


@pytest.mark.asvs("3.5.8")
@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_t40_another_site_cannot_find_out_whether_a_picture_loads(her, her_client, site):
    upload(her_client, make_jpeg(size=(600, 600)))
    for path in (photo_of(her), f"/network/members/{her.public_id}/avatar.svg"):
        assert her_client.get(path, headers={"sec-fetch-site": site}).status_code == 403
        assert her_client.get(path, headers={"sec-fetch-site": "same-origin"}).status_code == 200


def test_p23_patterns_are_drawn_by_chance_and_not_from_a_name():
    from tests.network.profiles.cast import make_profile

    twins = [make_profile(f"twin-{n}", values={"pseudonym": "Same name"}) for n in range(2)]
    drawn = [
        client_of(twin.member).get(f"/network/members/{twin.public_id}/avatar.svg")
        for twin in twins
    ]
    assert drawn[0].content != drawn[1].content
    assert drawn[0]["Content-Type"] == "image/svg+xml"
    assert "sandbox" in drawn[0]["Content-Security-Policy"]
