"""What a business and its playbooks mean, as frozen values."""
