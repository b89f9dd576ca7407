from django.urls import path

from network.privacy import views

urlpatterns = [
    path("data/", views.your_data, name="your_data"),
    path("export/", views.export, name="export"),
    path("export/wait/", views.set_wait, name="export_wait"),
    path("export/stop/", views.take_back_export, name="export_stop"),
    path("export/<slug:public_id>/", views.fetch_export, name="export_fetch"),
    path("leaving/", views.leaving, name="leaving"),
    path("leaving/close/", views.close, name="close"),
]
