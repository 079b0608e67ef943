package io.tollgate.auth.token;

import com.nimbusds.jose.JWSAlgorithm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.springframework.stereotype.Component;

/** The signing keys that the deployment keeps in PEM files ({@code JWT_SIGNING_KEYS}). Read once, at the start. */
@Component
class KeyFiles {

    private final List<SigningKey> keys;

    KeyFiles(TokenProperties properties) {
        JWSAlgorithm algorithm = JWSAlgorithm.parse(properties.algorithm());
        this.keys = properties.keyFiles().stream()
                .map(file -> read(file, algorithm))
                .toList();
        long different = keys.stream().map(SigningKey::kid).distinct().count();
        if (different < keys.size()) {
            throw new IllegalStateException("JWT_SIGNING_KEYS: the same key stands in two files");
        }
    }

    /** None where the keys are in the database. */
    List<SigningKey> keys() {
        return keys;
    }

    private static SigningKey read(Path file, JWSAlgorithm algorithm) {
        try {
            return SigningKey.fromFile(PemKey.parse(Files.readString(file, StandardCharsets.US_ASCII), algorithm));
        } catch (IOException e) {
            throw new IllegalStateException("JWT_SIGNING_KEYS: " + file + " cannot be read", e);
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException("JWT_SIGNING_KEYS: " + file + ": " + e.getMessage(), e);
        }
    }
}
