package io.tollgate.auth.passkey;

import java.util.List;
import tools.jackson.databind.PropertyNamingStrategies.LowerCamelCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/** {@code PublicKeyCredentialDescriptorJSON} (WebAuthn §5.8.3). */
@JsonNaming(LowerCamelCaseStrategy.class)
record CredentialDescriptor(String type, String id, List<String> transports) {

    CredentialDescriptor {
        transports = List.copyOf(transports);
    }

    static CredentialDescriptor of(Passkey passkey) {
        return new CredentialDescriptor(W3c.TYPE, passkey.credentialId().text(), passkey.transports());
    }
}
