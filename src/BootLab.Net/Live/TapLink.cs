using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using Microsoft.Win32.SafeHandles;

namespace BootLab.Net.Live;

/// <summary>A TAP device whose other end is an interface of the kernel: what programs in this network namespace serve there, the lab's machines meet. It is gone when it is closed.</summary>
public sealed class TapLink : LiveLink
{
    private const int LongestFrame = 14 + 4 + 65_535;
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(100);

    private readonly SafeFileHandle _tap;

    private TapLink(string name, SafeFileHandle tap)
        : base(name)
    {
        _tap = tap;
        new Thread(Read) { IsBackground = true, Name = name }.Start();
    }

    /// <inheritdoc/>
    public override bool IsUp => !_tap.IsClosed;

    /// <summary>The interface name that stands for a network's name: as much of it as Linux takes.</summary>
    public static string NameFor(string network)
    {
        ArgumentNullException.ThrowIfNull(network);
        var name = string.Concat(network.Select(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '.' ? character : '-'));
        name = name[..Math.Min(name.Length, TapDevice.NameLength)];
        // Names that Linux does not take for an interface, or that are taken.
        return name is "" or "." or ".." or "lo" or "all" or "default" ? "lab-" + network.Length : name;
    }

    /// <summary>Makes a TAP device in this network namespace, gives the kernel's end its addresses and brings it up.</summary>
    /// <param name="name">The interface's name.</param>
    /// <param name="mac">The MAC address of the kernel's end; null for a random one.</param>
    /// <param name="addresses">Addresses of the kernel's end, with their prefix lengths.</param>
    /// <exception cref="LiveException">The kernel refuses it.</exception>
    public static TapLink Create(string name, PhysicalAddress? mac, IEnumerable<(IPAddress Address, int PrefixLength)> addresses)
    {
        ArgumentNullException.ThrowIfNull(addresses);
        SafeFileHandle tap;
        try
        {
            tap = TapDevice.Create(name);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new LiveException($"cannot make a TAP device: {failure.Message}; {Mend}", failure);
        }

        try
        {
            if (mac is not null)
            {
                TapDevice.SetMac(name, mac);
            }

            TrustAddresses(name);
            TapDevice.BringUp(name);
            var labels = 0;
            foreach (var (address, prefixLength) in addresses)
            {
                var label = address.AddressFamily == AddressFamily.InterNetwork && labels++ > 0 ? $"{name[..Math.Min(name.Length, TapDevice.NameLength - 3)]}:{labels}" : name;
                TapDevice.AddAddress(name, label, address, prefixLength);
            }

            return new TapLink(name, tap);
        }
        catch
        {
            tap.Dispose();
            throw;
        }
    }

    /// <summary>Brings the loopback interface of this network namespace up.</summary>
    /// <exception cref="LiveException">The kernel refuses it.</exception>
    public static void BringLoopbackUp() => TapDevice.BringUp("lo");

    /// <summary>Why this user can make no TAP device, also not in a namespace of its own; null when nothing stands in the way.</summary>
    public static string? Obstacle()
    {
        try
        {
            using var tun = File.OpenHandle(TapDevice.Path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
            return null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return $"{failure.Message.TrimEnd('.')}; {Mend}";
        }
    }

    /// <inheritdoc/>
    private protected override void Transmit(ReadOnlySpan<byte> frame)
    {
        try
        {
            // What the kernel does not take, because somebody took the interface down, is lost as on any wire.
            _ = TapDevice.TryWrite(_tap, frame);
        }
        catch (ObjectDisposedException)
        {
            // The run is over.
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _tap.Dispose();
        }
    }

    private const string Mend = $"load the module (modprobe tun), or give the container the device ({TapDevice.Path})";

    /// <summary>Nobody else is on the wire when its addresses are set: looking for duplicates would only keep servers from using them for a second.</summary>
    private static void TrustAddresses(string name)
    {
        try
        {
            File.WriteAllText($"/proc/sys/net/ipv6/conf/{name}/accept_dad", "0");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // Read-only in a container, or no IPv6: then the second passes.
        }
    }

    private void Read()
    {
        var buffer = new byte[LongestFrame];
        try
        {
            while (!_tap.IsClosed)
            {
                if (TapDevice.WaitForFrame(_tap, s_look))
                {
                    Receive(buffer.AsSpan(0, Math.Max(0, TapDevice.Read(_tap, buffer))));
                }
            }
        }
        catch (ObjectDisposedException)
        {
            // The run is over.
        }
    }
}
