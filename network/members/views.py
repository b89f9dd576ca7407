"""The first page of the members' space."""

from django.shortcuts import render

from network.members.waiting import lines_for


def home(request):
    return render(request, "network/members/home.html", {"lines": lines_for(request.user)})
