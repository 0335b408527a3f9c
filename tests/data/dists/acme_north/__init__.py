"""A stage pack that defines what another defines as well."""
