"""What the worker does for mail. A task holds the id of a row and nothing else."""

from django_tasks import task

from home.mail import actions


@task()
def deliver_mail(mail_id):
    return actions.deliver(mail_id=mail_id)
