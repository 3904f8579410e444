"""Questions of those who write playbooks, answered by the plan that runs are made by."""
