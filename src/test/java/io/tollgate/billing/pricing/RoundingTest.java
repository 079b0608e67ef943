package io.tollgate.billing.pricing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoundingTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "round-half-up, USD, 0.005, 1",
        "round-half-up-negative, USD, -0.005, -1",
        "round-below-half, USD, 0.004999999999, 0",
        "round-no-binary-error, USD, 1.005, 101",
        "round-2.675, USD, 2.675, 268",
        "ccy-jpy, JPY, 1900.4, 1900",
        "ccy-jpy-half, JPY, 1900.5, 1901",
        "ccy-kwd, KWD, 1.2345, 1235",
        "ccy-usd, USD, 19, 1900",
    })
    void roundsHalfUpToTheCurrency(String label, String currency, BigDecimal major, long minor) {
        assertThat(Scale.of(currency).minor(major)).isEqualTo(minor);
    }

    @Test
    void roundsOnceForAllTiers() {
        Charge charge = Charge.of(Ladder.price("graduated", "1:0.004 2:0.004 *:0.004"));

        Rated rated = charge.rate(Usage.of(BigDecimal.valueOf(3)), Scale.of("USD"));

        assertThat(rated.amount()).as("0.012, not three times 0.00").isEqualTo(1);
        assertThat(rated.parts()).extracting(RatedPart::amount).containsExactly(1L, 0L, 0L);
    }

    @Test
    void minorUnitsGoBackToMajorOnes() {
        assertThat(Scale.of("USD").major(1900)).isEqualTo("19.00");
        assertThat(Scale.of("JPY").major(1900)).isEqualTo("1900");
        assertThat(Scale.of("KWD").major(-1)).isEqualTo("-0.001");
    }

    @ParameterizedTest
    @CsvSource({"XXX", "XAU", "EURO", "usd", "''"})
    void refusesWhatIsNoMoney(String code) {
        assertThatIllegalArgumentException().isThrownBy(() -> Scale.of(code));
    }
}
