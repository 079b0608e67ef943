package io.tollgate.auth.mfa;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TotpTest {

    private static final byte[] SECRET = "12345678901234567890".getBytes(StandardCharsets.US_ASCII);
    private static final Instant NOW = Instant.ofEpochSecond(1_111_111_110);
    private static final long STEP = 1_111_111_110 / 30;

    /** RFC 6238 appendix B, SHA-1; of the eight digits there, ours are the last six. */
    @ParameterizedTest
    @CsvSource({
        "59, 94287082",
        "1111111109, 07081804",
        "1111111111, 14050471",
        "1234567890, 89005924",
        "2000000000, 69279037",
        "20000000000, 65353130"
    })
    void givesTheCodesOfTheStandard(long seconds, String digits) {
        assertThat(Totp.code(SECRET, Totp.step(Instant.ofEpochSecond(seconds)))).isEqualTo(digits.substring(2));
    }

    /** RFC 4226 appendix D: the same with a counter. */
    @ParameterizedTest
    @CsvSource({"0, 755224", "1, 287082", "4, 338314", "8, 399871", "9, 520489"})
    void givesTheCodesOfTheCounterStandard(long counter, String code) {
        assertThat(Totp.code(SECRET, counter)).isEqualTo(code);
    }

    @Test
    void takesTheStepOfNowAndItsNeighbours() {
        for (int away = -3; away <= 3; away++) {
            OptionalLong found = Totp.find(SECRET, Totp.code(SECRET, STEP + away), NOW, 0);
            assertThat(found)
                    .as("%d steps away", away)
                    .isEqualTo(Math.abs(away) <= 1 ? OptionalLong.of(STEP + away) : OptionalLong.empty());
        }
    }

    @Test
    void changesItsMindAtTheEdgeOfAStep() {
        String code = Totp.code(SECRET, STEP);
        Instant start = Instant.ofEpochSecond(STEP * 30);
        assertThat(Totp.find(SECRET, code, start.minusSeconds(30), 0)).hasValue(STEP);
        assertThat(Totp.find(SECRET, code, start.minusSeconds(30).minusNanos(1), 0))
                .isEmpty();
        assertThat(Totp.find(SECRET, code, start.plusSeconds(60).minusNanos(1), 0))
                .hasValue(STEP);
        assertThat(Totp.find(SECRET, code, start.plusSeconds(60), 0)).isEmpty();
    }

    @Test
    void takesNoStepTwiceAndNoneBeforeIt() {
        assertThat(Totp.find(SECRET, Totp.code(SECRET, STEP), NOW, STEP)).isEmpty();
        assertThat(Totp.find(SECRET, Totp.code(SECRET, STEP - 1), NOW, STEP)).isEmpty();
        assertThat(Totp.find(SECRET, Totp.code(SECRET, STEP + 1), NOW, STEP)).hasValue(STEP + 1);
    }

    @Test
    void letsPeopleTypeASpace() {
        String code = Totp.code(SECRET, STEP);
        assertThat(Totp.find(SECRET, code.substring(0, 3) + " " + code.substring(3), NOW, 0))
                .hasValue(STEP);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "12345",
                "1234567",
                "-12345",
                "+12345",
                "0x1234",
                "12345a",
                "１２３４５６",
                "٠١٢٣٤٥",
                "123456\u0000",
                "123456\n",
                "NaN",
                "1e5   ",
                "null"
            })
    void takesNothingButSixDigits(String typed) {
        assertThat(Totp.find(SECRET, typed, NOW, 0)).isEmpty();
    }

    @Test
    void writesSecretsAsAppsReadThem() {
        TotpSecret secret = new TotpSecret(SECRET);
        assertThat(secret.base32()).isEqualTo("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
        assertThat(secret.uri("A & Söhne", "ada+x@example.com"))
                .isEqualTo(
                        "otpauth://totp/A%20%26%20S%C3%B6hne:ada%2Bx%40example.com?secret="
                                + "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=A%20%26%20S%C3%B6hne&algorithm=SHA1&digits=6&period=30");
        assertThat(secret).hasToString("TotpSecret[]");
    }

    @Test
    void readsBackWhatItWrote() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 500; i++) {
            byte[] bytes = new byte[20];
            random.nextBytes(bytes);
            if (i < 20) {
                bytes[0] = 0;
                bytes[1] = (byte) (i % 2 == 0 ? 0 : -1);
            }
            String text = new TotpSecret(bytes).base32();
            assertThat(text).as("seed %d", seed).matches("[A-Z2-7]{32}");
            assertThat(TotpSecret.parse(text).bytes()).as("seed %d", seed).isEqualTo(bytes);
        }
    }

    @Test
    void drawsAPictureOfEveryAddressThereCanBe() {
        String longest = new TotpSecret(SECRET).uri("Tollgate", "好".repeat(250));
        String picture = QrPicture.of(longest);
        assertThat(picture).startsWith("data:image/svg+xml;base64,");
        String svg = new String(
                Base64.getDecoder().decode(picture.substring(picture.indexOf(',') + 1)), StandardCharsets.US_ASCII);
        assertThat(svg).startsWith("<svg xmlns=").endsWith("</svg>");
    }
}
