package io.tollgate.platform.time;

import java.time.InstantSource;

/** Clocks of nodes on machines whose own a test has set. */
public final class CommonClocks {

    private CommonClocks() {}

    public static CommonClock on(InstantSource machine) {
        return new CommonClock(machine, System::nanoTime);
    }
}
