// What programs that were built once rely on: these layouts never change.
#include "holdfast.h"

_Static_assert(sizeof(hf_completion) == 24, "a completion is 24 bytes");
_Static_assert(offsetof(hf_completion, user_data) == 0, "user_data");
_Static_assert(offsetof(hf_completion, result) == 8, "result");
_Static_assert(offsetof(hf_completion, residual) == 16, "residual");
_Static_assert(offsetof(hf_completion, status) == 20, "status");
_Static_assert(offsetof(hf_completion, sense_length) == 21, "sense_length");
_Static_assert(offsetof(hf_completion, reserved) == 22, "reserved");

// Structs grow at their ends only: where the last member of each stands as of 0.1.
_Static_assert(offsetof(hf_backend_options, initiator) == 40, "hf_backend_options");
_Static_assert(offsetof(hf_node_info, max_command) == 24, "hf_node_info");
_Static_assert(offsetof(hf_event, json) == 120, "hf_event");
_Static_assert(offsetof(hf_queue_options, bounce_size) == 28, "hf_queue_options");
_Static_assert(offsetof(hf_attach_options, device) == 16, "hf_attach_options");
_Static_assert(offsetof(hf_scsi_command, timeout_ms) == 36, "hf_scsi_command");
_Static_assert(offsetof(hf_scsi_result, sense) == 6, "hf_scsi_result");
_Static_assert(offsetof(hf_device_options, qom_path) == 24, "hf_device_options");
