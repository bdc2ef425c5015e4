"""What is said of returns that are proposed for dead stock."""

from __future__ import annotations

from contracts.language.words import Words

WORDS = Words(
    operations={
        "accept_return_proposal": ("同意退回总站", "Send back to the head"),
        "decline_return_proposal": ("留在本站", "Keep it"),
        "list_return_proposals": ("退件建议", "Return proposals"),
    },
    fields={
        "return_proposals.received_at": ("入网时间", "Received into the network"),
        "proposed_at": ("提出时间", "Proposed"),
    },
    codes={
        "return_proposal_state": {
            "proposed": ("待决定", "Proposed"),
            "accepted": ("已同意", "Accepted"),
            "declined": ("已拒绝", "Declined"),
        }
    },
    refusals={
        "proposal_proposed": ("退件建议待决定。", "The proposal waits for a decision."),
        "proposal_accepted": ("已同意退回。", "The proposal is accepted."),
        "proposal_declined": ("已决定留在本站。", "The proposal is declined."),
    },
)
