"""The first page of the members' space."""

from django.shortcuts import render


def home(request):
    return render(request, "network/members/home.html")
