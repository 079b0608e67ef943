package io.tollgate.billing.webhook;

import io.swagger.v3.oas.annotations.media.Schema;

/**
 * The only answer that holds the secret.
 *
 * @param secret to be kept by the receiver; it cannot be shown again
 */
record IssuedSecret(
        Endpoint endpoint,

        @Schema(example = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oDMfKQ9r8GKYo=")
        String secret) {

    @Override
    public String toString() {
        return "IssuedSecret[" + endpoint.id() + "]";
    }
}
