"""Addresses of letters; `twinning.urls` takes them in."""

from __future__ import annotations

from django.urls import path

from twinning.views import letter_batches as batches
from twinning.views import letter_writing as writing
from twinning.views import letters

urlpatterns = [
    path("letters/", letters.letter_list, name="letter-list"),
    path("letters/download.<str:file_format>", letters.letter_download, name="letter-download"),
    path("letters/new/", writing.letter_new, name="letter-new"),
    path("letters/many/", batches.letter_many, name="letter-many"),
    path("letters/many/<uuid:public_id>/", batches.letter_batch, name="letter-batch"),
    path(
        "letters/many/<uuid:public_id>/resume/",
        batches.letter_batch_resume,
        name="letter-batch-resume",
    ),
    path(
        "letters/many/<uuid:public_id>/letters.zip",
        batches.letter_batch_file,
        name="letter-batch-file",
    ),
    path("letters/head/<slug:code>/", batches.letterhead, name="letterhead"),
    path("letters/<uuid:public_id>/", letters.letter_detail, name="letter-detail"),
    path("letters/<uuid:public_id>/edit/", writing.letter_edit, name="letter-edit"),
    path("letters/<uuid:public_id>/send/", letters.letter_send, name="letter-send"),
    path("letters/<uuid:public_id>/close/", letters.letter_close, name="letter-close"),
    path("letters/<uuid:public_id>/again/", letters.letter_again, name="letter-again"),
    path(
        "letters/<uuid:public_id>/letter.<str:file_format>",
        letters.letter_file,
        name="letter-file",
    ),
]
