package io.tollgate.billing.webhook;

import io.tollgate.platform.secret.Encryption;
import io.tollgate.platform.secret.Sealed;
import io.tollgate.platform.secret.SecretKeys.Purpose;
import io.tollgate.platform.time.Secrets;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Makes secrets, and keeps them so that a copy of the database forges nothing. */
@Component
class EndpointSecrets {

    static final Sealed CURRENT = column("secret");

    /** What has been rolled moves there as it is. */
    static final Sealed PREVIOUS = column("previous_secret");

    private final Encryption encryption;
    private final Secrets secrets;

    EndpointSecrets(Encryption encryption, Secrets secrets) {
        this.encryption = encryption;
        this.secrets = secrets;
    }

    SigningSecret make() {
        return new SigningSecret(secrets.bytes(SigningSecret.BYTES));
    }

    byte[] encrypt(UUID endpointId, SigningSecret secret) {
        return encryption.encrypt(CURRENT, endpointId, secret.text());
    }

    SigningSecret decrypt(UUID endpointId, byte[] stored) {
        return SigningSecret.parse(encryption.decrypt(CURRENT, endpointId, stored));
    }

    private static Sealed column(String name) {
        return Sealed.column("webhook_endpoints", "id", "uuid", name, Purpose.WEBHOOK_SECRETS, "");
    }
}
