"""Mounted at newsletter/, below the language prefix."""

from django.urls import path

from home.newsletter import views

app_name = "newsletter"
urlpatterns = [
    path("", views.subscribe, name="subscribe"),
    path("sent/", views.asked, name="asked"),
    path("confirm/<str:token>/", views.confirm, name="confirm"),
    path("choices/<str:key>/", views.choices, name="choices"),
    path("unsubscribe/<str:key>/", views.unsubscribe, name="unsubscribe"),
]
