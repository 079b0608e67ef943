package io.tollgate.auth.password;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.platform.time.Secrets;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;

class Argon2Test {

    private final Argon2 argon2 = new Argon2(new PasswordProperties(8, 19_456, 2, 1, 1), secrets());

    @Test
    void makesHashesInTheFormEverybodyReads() {
        String phc = argon2.hash("a password").phc();
        assertThat(phc).matches("\\$argon2id\\$v=19\\$m=19456,t=2,p=1\\$[A-Za-z0-9+/]{22}\\$[A-Za-z0-9+/]{43}");
        assertThat(argon2.matches("a password", parse(phc))).isTrue();
        assertThat(argon2.matches("a passwore", parse(phc))).isFalse();
        assertThat(argon2.hash("a password").phc()).isNotEqualTo(phc);
    }

    /** From the test suite of the reference implementation (phc-winner-argon2, test.c). */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
                "$argon2id$v=19$m=256,t=2,p=2$c29tZXNhbHQ$bQk8UB/VmZZF4Oo79iDXuL5/0ttZwg2f/5U52iv1cDc"
            })
    void agreesWithTheReferenceImplementation(String phc) {
        assertThat(argon2.matches("password", parse(phc))).isTrue();
        assertThat(argon2.matches("Password", parse(phc))).isFalse();
        assertThat(argon2.outdated(parse(phc))).isTrue();
    }

    /** Made by passlib 1.7.4, as the original system does: of the bytes as they were typed, whether or not Unicode calls them normal. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "correct horse"
                        + " battery|$argon2id$v=19$m=65536,t=3,p=4$dg4hhND6P6e01vo/Z4wRwg$9hxEfKGq+Q9XBDf1dXHIxMIZqAIqn82OQuiE1pSvVRE",
                "wait for it\u2026 \u00bd"
                        + " \ufb01ne|$argon2id$v=19$m=65536,t=3,p=4$/Z+z1pqTMuY85xwD4DynNA$ubBGOCx51o67uZdgt9nDnoUchSGbRBPMVWjYiy3yFb8",
                "cafe\u0301 noir"
                        + " 77|$argon2id$v=19$m=65536,t=3,p=4$MEZIKWVMSSnFmJPSes9Ziw$GmIIMf1NTBC2Qm6piyQjZtPacXz82xNzvigKzTjszXA"
            })
    void readsWhatTheOriginalSystemStored(String password, String phc) {
        assertThat(argon2.matches(password, parse(phc))).isTrue();
        assertThat(argon2.matches(password + " ", parse(phc))).isFalse();
    }

    @Test
    void readsOneSpellingOfTheSameCharacters() {
        Argon2Hash hash = argon2.hash("caf\u00e9 \ufb01ne");
        assertThat(argon2.matches("cafe\u0301 fine", hash)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$argon2id$v=19$m=4194304,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
                "$argon2id$v=19$m=19456,t=200,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
                "$argon2id$v=19$m=19456,t=2,p=200$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
                "$argon2id$v=19$m=8,t=1,p=2$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
                "$argon2i$v=19$m=19456,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
                "$2a$10$abcdefghijklmnopqrstuv",
                ""
            })
    void readsNothingThatIsTooExpensiveOrOfAnotherKind(String phc) {
        assertThat(Argon2Hash.parse(phc)).isEmpty();
    }

    private static Argon2Hash parse(String phc) {
        return Argon2Hash.parse(phc).orElseThrow();
    }

    private static Secrets secrets() {
        DefaultListableBeanFactory beans = new DefaultListableBeanFactory();
        beans.registerSingleton("random", new SecureRandom());
        return (Secrets) beans.autowire(Secrets.class, DefaultListableBeanFactory.AUTOWIRE_CONSTRUCTOR, false);
    }
}
