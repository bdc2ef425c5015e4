"""The routes of `repair`."""

from __future__ import annotations

from contracts.repair import awaiting
from contracts.repair import jobs as repair
from gateway.route import Route

ROUTES = (
    Route("GET", "/jobs", repair.list_jobs),
    Route("GET", "/jobs/{job_id}", repair.get_job),
    Route("POST", "/jobs/{job_id}/start", repair.start_diagnosis),
    Route("POST", "/jobs/{job_id}/diagnosis", repair.record_diagnosis),
    Route("POST", "/jobs/{job_id}/repair", repair.record_repair),
    Route("POST", "/jobs/{job_id}/test", repair.record_test),
    Route("POST", "/jobs/{job_id}/finish", repair.finish_job),
    Route("POST", "/jobs/{job_id}/approve", repair.approve_outcome),
    Route("POST", "/jobs/{job_id}/await-parts", repair.await_parts),
    Route("POST", "/jobs/{job_id}/request-parts", awaiting.request_parts),
    Route("POST", "/jobs/{job_id}/resume", repair.resume_job),
    Route("POST", "/jobs/{job_id}/explain", repair.explain_unfinished),
    Route("POST", "/jobs/{job_id}/reassign", repair.reassign_job),
    Route("POST", "/awaiting-parts-lists", awaiting.submit_awaiting_list),
    Route("GET", "/awaiting-parts-lists", awaiting.list_awaiting_lists),
    Route("GET", "/unfinished-reports", awaiting.list_unfinished_reports),
)
