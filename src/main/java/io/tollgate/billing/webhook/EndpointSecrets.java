package io.tollgate.billing.webhook;

import io.tollgate.platform.secret.Encryption;
import io.tollgate.platform.secret.SecretKeys.Purpose;
import io.tollgate.platform.time.Secrets;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Makes secrets, and keeps them so that a copy of the database forges nothing. */
@Component
class EndpointSecrets {

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
        return encryption.encrypt(Purpose.WEBHOOK_SECRETS, secret.text(), endpointId.toString());
    }

    SigningSecret decrypt(UUID endpointId, byte[] stored) {
        return SigningSecret.parse(encryption.decrypt(Purpose.WEBHOOK_SECRETS, stored, endpointId.toString()));
    }
}
