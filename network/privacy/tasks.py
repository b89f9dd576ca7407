"""What the worker does for members' copies. A task holds the id of a row and nothing else."""

from django_tasks import task

from network.privacy import actions


@task()
def pack_export(public_id):
    return actions.pack_export(public_id=public_id)
