from django.urls import path

from network.connections import actions, views

ANSWERS = {
    "accept": actions.accept,
    "decline": actions.decline,
    "withdraw": actions.withdraw,
    "end": actions.end,
}

urlpatterns = [
    path("connections/", views.connections, name="connections"),
    path("connections/ask/", views.ask, name="ask_to_connect"),
    *(
        path(
            f"connections/<slug:public_id>/{name}/",
            views.answer,
            {"act": act},
            name=f"{name}_connection",
        )
        for name, act in ANSWERS.items()
    ),
    path("blocks/", views.blocks, name="blocks"),
    path("blocks/add/", views.block, name="block"),
    path("blocks/<slug:public_id>/remove/", views.unblock, name="unblock"),
    path("avoid/", views.avoid, name="avoid"),
    path("avoid/<slug:public_id>/remove/", views.stop_avoiding, name="stop_avoiding"),
]
