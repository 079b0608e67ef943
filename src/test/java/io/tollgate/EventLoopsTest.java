package io.tollgate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Properties;
import org.junit.jupiter.api.Test;
import reactor.netty.ReactorNetty;
import reactor.netty.resources.LoopResources;

class EventLoopsTest {

    private final Properties system = new Properties();

    @Test
    void givesEachCoreOne() {
        EventLoops.onePerCore(system, 16);

        assertThat(system.getProperty(ReactorNetty.IO_WORKER_COUNT)).isEqualTo("16");
    }

    @Test
    void neverLeavesOneAlone() {
        EventLoops.onePerCore(system, 1);

        assertThat(system.getProperty(ReactorNetty.IO_WORKER_COUNT)).isEqualTo("2");
    }

    @Test
    void obeysTheOperator() {
        system.setProperty(ReactorNetty.IO_WORKER_COUNT, "3");

        EventLoops.onePerCore(system, 16);

        assertThat(system.getProperty(ReactorNetty.IO_WORKER_COUNT)).isEqualTo("3");
    }

    @Test
    void comesBeforeNettyReadsIt() {
        assertThat(LoopResources.DEFAULT_IO_WORKER_COUNT)
                .isEqualTo(Integer.getInteger(ReactorNetty.IO_WORKER_COUNT))
                .isEqualTo(Math.max(2, Runtime.getRuntime().availableProcessors()));
    }
}
