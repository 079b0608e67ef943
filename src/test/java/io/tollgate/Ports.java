package io.tollgate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Where the local servers listen; 0 means any free port. */
record Ports(int postgres, int redis, int kafka, int smtp) {

    static final Ports ANY = new Ports(0, 0, 0, 0);

    static int free() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
