package org.prompttoprompt.store;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.prompttoprompt.Refusal;

/**
 * The way out of a network that lets nobody out directly: what Java's settings name (Fiji's <i>Edit &gt; Options &gt; Proxy
 * Settings</i> sets them), else what {@code HTTPS_PROXY}, {@code HTTP_PROXY} and {@code NO_PROXY} name, as for other programs.
 */
final class Proxies extends ProxySelector {
    static final String CURE = "look whether the proxy is named right (HTTPS_PROXY in the environment, in Fiji Edit >"
            + " Options > Proxy Settings...), and whether this computer is online.";

    private final Map<String, String> environment;

    Proxies(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public List<Proxy> select(URI uri) {
        ProxySelector ofJava = ProxySelector.getDefault();
        List<Proxy> set = ofJava == null ? List.of() : ofJava.select(uri);
        if (set.stream().anyMatch(proxy -> proxy.type() != Proxy.Type.DIRECT)) return set;
        String variable = uri.getScheme() + "_proxy";
        if (value(variable).isBlank()) variable = "all_proxy";
        String named = value(variable);
        if (named.isBlank() || isExcepted(uri.getHost())) return List.of(Proxy.NO_PROXY);
        return List.of(new Proxy(Proxy.Type.HTTP, address(named, variable.toUpperCase(Locale.ROOT))));
    }

    /** Returns the proxy that an address is asked for through, as host:port, if there is one. */
    Optional<String> named(URI uri) {
        return select(uri).stream()
                .map(Proxy::address)
                .filter(InetSocketAddress.class::isInstance)
                .map(InetSocketAddress.class::cast)
                .map(address -> address.getHostString() + ":" + address.getPort())
                .findFirst();
    }

    private String value(String name) {
        String lower = environment.get(name);
        String value = lower != null ? lower : environment.get(name.toUpperCase(Locale.ROOT));
        return value == null ? "" : value.strip();
    }

    /** This computer is never asked for through a proxy. */
    private boolean isExcepted(String host) {
        if (host == null || host.equals("localhost") || host.equals("127.0.0.1") || host.equals("[::1]")) return true;
        for (String part : value("no_proxy").split("[,\\s]+")) {
            String name = part.replaceFirst("^\\*?\\.", "");
            if (part.equals("*") || !name.isEmpty() && (host.equals(name) || host.endsWith("." + name))) return true;
        }
        return false;
    }

    private static InetSocketAddress address(String named, String variable) {
        try {
            URI uri = URI.create(named.contains("://") ? named : "http://" + named);
            if (uri.getHost() == null) throw new IllegalArgumentException("no host");
            return InetSocketAddress.createUnresolved(uri.getHost(), uri.getPort() < 0 ? 80 : uri.getPort());
        } catch (IllegalArgumentException e) {
            throw new Refusal(
                    variable + " in the environment names the proxy '" + named.replaceAll("//[^@/]*@", "//")
                            + "', which is no address: write it like http://proxy.example.org:8080.",
                    e);
        }
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException e) {
        // The request fails by itself.
    }
}
