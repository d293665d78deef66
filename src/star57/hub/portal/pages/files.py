"""Attached files: taking one in, giving one out. Whatever it is, a browser is told to keep it; only audio plays in a page."""

from collections.abc import Iterator
from typing import BinaryIO

from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.http.request import HttpHeaders
from django.views.decorators.http import require_safe

from star57.hub.portal.byte_ranges import Span, Unsatisfiable, asked_span
from star57.hub.portal.code_visits import visited_too_by_code
from star57.hub.portal.visits import Visit
from star57.hub.usecases.attach_file import Incoming
from star57.hub.usecases.read_file import OpenFile, read_file

PIECE = 64 * 1024


def incoming(uploaded: "UploadedFile[bytes]") -> Incoming:
    """An upload as the use case takes it."""
    return Incoming(uploaded.name or "", uploaded.chunks(PIECE))


@require_safe
@visited_too_by_code
def download(visit: Visit, attachment: str) -> HttpResponseBase:
    """One file, whole or a range of it."""
    return file_response(read_file(actor=visit.actor, attachment=attachment), visit.request.headers)


def file_response(opened: OpenFile, headers: HttpHeaders) -> HttpResponseBase:
    """The file as a browser should treat it: never as a page of this site."""
    try:
        span = asked_span(headers.get("Range"), opened.file.size)
    except Unsatisfiable:
        opened.content.close()
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{opened.file.size}"})
    name = opened.file.name or opened.file.id
    answer: StreamingHttpResponse = FileResponse(opened.content, as_attachment=not opened.file.is_audio, filename=name)
    if span:
        answer = StreamingHttpResponse(_pieces(opened.content, span), status=206)
        answer["Content-Range"], answer["Content-Length"] = span.content_range, str(span.length)
    answer["Content-Type"] = "text/plain; charset=utf-8" if opened.file.media_type == "text/plain" else opened.file.media_type
    answer["Accept-Ranges"] = "bytes"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["Cache-Control"] = "private, no-store"
    return answer


def _pieces(content: BinaryIO, span: Span) -> Iterator[bytes]:
    with content:
        content.seek(span.first)
        left = span.length
        while left and (piece := content.read(min(PIECE, left))):
            left -= len(piece)
            yield piece
