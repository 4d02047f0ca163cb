using System.Buffers.Binary;
using System.ComponentModel;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace BootLab.Net.Live;

/// <summary>Linux' calls for TAP devices and for setting up interfaces (tun(4), netdevice(7)).</summary>
internal static partial class TapDevice
{
    /// <summary>Where TAP devices are made.</summary>
    public const string Path = "/dev/net/tun";

    /// <summary>The longest name of an interface (IFNAMSIZ without the NUL).</summary>
    public const int NameLength = 15;

    private const int RequestSize = 40;
    private const nuint SetTap = 0x400454ca;
    private const nuint GetFlags = 0x8913;
    private const nuint SetFlags = 0x8914;
    private const nuint SetAddress = 0x8916;
    private const nuint SetMask = 0x891c;
    private const nuint SetHardwareAddress = 0x8924;
    private const nuint GetIndex = 0x8933;

    /// <summary>Makes a TAP device that lives as long as the handle.</summary>
    public static SafeFileHandle Create(string name)
    {
        const short Tap = 0x0002;
        const short WithoutHeader = 0x1000;
        var handle = File.OpenHandle(Path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        try
        {
            var request = Request(name);
            MemoryMarshal.Write(request[16..], Tap | WithoutHeader);
            Control(handle, SetTap, request, $"a TAP device '{name}'");
            return handle;
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    /// <summary>Gives an interface its MAC address; it has to be down.</summary>
    public static void SetMac(string name, PhysicalAddress mac)
    {
        const short Ethernet = 1;
        using var socket = Ipv4Socket();
        var request = Request(name);
        MemoryMarshal.Write(request[16..], Ethernet);
        mac.GetAddressBytes().CopyTo(request[18..]);
        Control(socket.SafeHandle, SetHardwareAddress, request, $"the MAC address of '{name}'");
    }

    /// <summary>Brings an interface up.</summary>
    public static void BringUp(string name)
    {
        const short Up = 1;
        using var socket = Ipv4Socket();
        var request = Request(name);
        Control(socket.SafeHandle, GetFlags, request, $"the flags of '{name}'");
        MemoryMarshal.Write(request[16..], (short)(MemoryMarshal.Read<short>(request[16..]) | Up));
        Control(socket.SafeHandle, SetFlags, request, $"'{name}' up");
    }

    /// <summary>Adds an address; a second IPv4 one needs a label of its own, such as <c>name:1</c>.</summary>
    public static void AddAddress(string name, string label, IPAddress address, int prefixLength)
    {
        if (address.AddressFamily == AddressFamily.InterNetworkV6)
        {
            AddIpv6(name, address, prefixLength);
            return;
        }

        using var socket = Ipv4Socket();
        Control(socket.SafeHandle, SetAddress, SocketAddress(label, address), $"{address} on '{name}'");
        var mask = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(mask, prefixLength == 0 ? 0 : uint.MaxValue << (32 - prefixLength));
        Control(socket.SafeHandle, SetMask, SocketAddress(label, new IPAddress(mask)), $"the mask of {address} on '{name}'");
    }

    /// <summary>Waits until frames can be read.</summary>
    public static bool WaitForFrame(SafeFileHandle tap, TimeSpan limit)
    {
        const short Input = 1;
        var poll = new PollRequest { Events = Input };
        var taken = false;
        try
        {
            tap.DangerousAddRef(ref taken);
            poll.Descriptor = (int)tap.DangerousGetHandle();
            return Poll(ref poll, 1, (int)limit.TotalMilliseconds) > 0;
        }
        finally
        {
            if (taken)
            {
                tap.DangerousRelease();
            }
        }
    }

    /// <summary>Takes one frame; its length, or less than zero when the device is gone.</summary>
    public static int Read(SafeFileHandle tap, Span<byte> frame) => (int)Read(tap, frame, (nuint)frame.Length);

    /// <summary>Gives one frame to the kernel; false when it does not take it.</summary>
    public static bool TryWrite(SafeFileHandle tap, ReadOnlySpan<byte> frame) => Write(tap, frame, (nuint)frame.Length) == frame.Length;

    private static void AddIpv6(string name, IPAddress address, int prefixLength)
    {
        using var socket = new Socket(AddressFamily.InterNetworkV6, SocketType.Dgram, ProtocolType.Udp);
        var index = Request(name);
        Control(socket.SafeHandle, GetIndex, index, $"the index of '{name}'");
        // struct in6_ifreq: address, prefix length, index.
        Span<byte> request = stackalloc byte[24];
        address.TryWriteBytes(request, out _);
        MemoryMarshal.Write(request[16..], prefixLength);
        index[16..20].CopyTo(request[20..]);
        Control(socket.SafeHandle, SetAddress, request, $"{address} on '{name}'");
    }

    // struct ifreq: name, then what the request is about.
    private static Span<byte> Request(string name)
    {
        var request = new byte[RequestSize];
        Encoding.ASCII.GetBytes(name).CopyTo(request, 0);
        return request;
    }

    private static Span<byte> SocketAddress(string name, IPAddress address)
    {
        const short InterNetwork = 2;
        var request = Request(name);
        MemoryMarshal.Write(request[16..], InterNetwork);
        address.TryWriteBytes(request[20..], out _);
        return request;
    }

    private static Socket Ipv4Socket() => new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);

    private static void Control(SafeHandle handle, nuint request, Span<byte> argument, string what)
    {
        if (IoControl(handle, request, argument) < 0)
        {
            var error = Marshal.GetLastPInvokeError();
            throw new LiveException($"the kernel refuses {what}: {new Win32Exception(error).Message}");
        }
    }

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static partial int IoControl(SafeHandle handle, nuint request, Span<byte> argument);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    private static partial nint Read(SafeFileHandle handle, Span<byte> buffer, nuint length);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static partial nint Write(SafeFileHandle handle, ReadOnlySpan<byte> buffer, nuint length);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    private static partial int Poll(ref PollRequest requests, nuint count, int milliseconds);

    private struct PollRequest
    {
        public int Descriptor;
        public short Events;
        public short Returned;
    }
}
