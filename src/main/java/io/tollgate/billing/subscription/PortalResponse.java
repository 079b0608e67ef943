package io.tollgate.billing.subscription;

/** @param url good for a few minutes */
record PortalResponse(String url) {}
