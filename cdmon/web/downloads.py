"""Files that are made when a button is pressed: pressed while its page is run again it still gives its file, and says why it does not."""

import asyncio
import logging

import streamlit as st
from streamlit.proto.BackMsg_pb2 import BackendOperationRequest
from streamlit.proto.ForwardMsg_pb2 import BackendOperationResponse, DeferredFileResponsePayload
from streamlit.runtime import Runtime
from streamlit.runtime.backend_operation_handler import DeferredFileHandler
from streamlit.runtime.scriptrunner import get_script_run_ctx

from cdmon.refusal import Refusal
from cdmon.web.logs import where_it_broke

KEPT = "downloads"
NOT_MADE = "The file could not be made. Load the page again, and press once more."

log = logging.getLogger("cdmon")


def keep_last() -> None:
    """Keep the files that the buttons of the last run would make until this run is over.

    Streamlit gives each such button a new number in every run, and at the end of it forgets the number before: a browser that has not yet
    drawn the new button, or whose press was on its way, was told that its file could not be made.
    """
    context = get_script_run_ctx()
    if context is None or not Runtime.exists():
        return
    manager = Runtime.instance().media_file_mgr
    there = set(manager._deferred_ids_by_session.get(context.session_id, ()))
    last = there - st.session_state.get(KEPT, set())  # without those that had been kept already
    manager._files_by_session_and_coord[context.session_id] |= {f"last run: {number}": number for number in last}
    st.session_state[KEPT] = there


def tell_refusals() -> None:
    """Have a button whose file is refused say why, as where the line of the audit log cannot be written; Streamlit's own does not."""
    DeferredFileHandler.handle = made_or_told  # type: ignore[method-assign, assignment]


async def made_or_told(handler: DeferredFileHandler, request: BackendOperationRequest, session_id: str) -> BackendOperationResponse:
    """Make the file of a button that was pressed and return its address, or a sentence that says why there is none."""
    try:
        url = await asyncio.to_thread(handler._get_media_file_mgr().execute_deferred, request.deferred_file.file_id)
    except Exception as error:
        refusal = error.__cause__
        if not isinstance(refusal, Refusal):
            log.error("A file was not made: %s", where_it_broke(refusal or error))
        told = str(refusal) if isinstance(refusal, Refusal) else NOT_MADE
        return BackendOperationResponse(request_id=request.request_id, error_msg=told)
    return BackendOperationResponse(request_id=request.request_id, deferred_file=DeferredFileResponsePayload(url=url))
