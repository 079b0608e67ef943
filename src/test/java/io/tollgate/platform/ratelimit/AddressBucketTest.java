package io.tollgate.platform.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AddressBucketTest {

    @Test
    void countsAnIpv6SiteAsOneClient() {
        assertThat(AddressBucket.of("2001:db8:1:2::1"))
                .isEqualTo(AddressBucket.of("2001:db8:1:2:ffff:ffff:ffff:ffff"))
                .isNotEqualTo(AddressBucket.of("2001:db8:1:3::1"));
    }

    @Test
    void countsAnIpv4ClientAloneHoweverItIsWritten() {
        assertThat(AddressBucket.of("203.0.113.7"))
                .isEqualTo(AddressBucket.of("::ffff:203.0.113.7"))
                .isNotEqualTo(AddressBucket.of("203.0.113.8"));
    }

    @Test
    void keepsOneBucketForAllWhoHideTheirAddress() {
        assertThat(AddressBucket.of("unknown")).isEqualTo("unknown");
    }
}
