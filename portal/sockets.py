"""Addresses of sockets, like urls.py for pages."""

from django.urls import path

from network.discussions.sockets import socket_application

socket_routes = [path("ws/v1/", socket_application)]
