"""Addresses of sockets, like urls.py for pages."""

socket_routes = []
