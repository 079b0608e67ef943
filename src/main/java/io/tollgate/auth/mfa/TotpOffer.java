package io.tollgate.auth.mfa;

import io.swagger.v3.oas.annotations.media.Schema;

/**
 * A new authenticator app's secret, in three forms.
 *
 * @param secret for typing it
 * @param otpauthUri for a link on a phone
 * @param qrCode a picture of the URI: an SVG as {@code data:} URI, ready for an {@code img}
 * @param expiresIn seconds until it is worth nothing unless confirmed
 */
record TotpOffer(
        @Schema(example = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
        String secret,

        @Schema(
                example = "otpauth://totp/Tollgate:ada%40example.com?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
                        + "&issuer=Tollgate&algorithm=SHA1&digits=6&period=30")
        String otpauthUri,

        @Schema(example = "data:image/svg+xml;base64,PHN2ZyB4bWxucz0i…")
        String qrCode,

        @Schema(example = "900") long expiresIn) {

    static TotpOffer of(TotpSecret secret, String issuer, String account) {
        String uri = secret.uri(issuer, account);
        return new TotpOffer(secret.base32(), uri, QrPicture.of(uri), TotpRepository.PATIENCE.toSeconds());
    }

    @Override
    public String toString() {
        return "TotpOffer[]";
    }
}
