using BootLab.Firmware.Sources;
using BootLab.Testing;
using BootLab.Vm.Qemu;
using Xunit;

namespace BootLab.Vm.Tests;

/// <summary>Tables in the memory of a QEMU that somebody else runs.</summary>
public sealed class GuestMemoryTests
{
    [Fact]
    public async Task Tables_in_low_memory_and_among_those_of_ACPI_are_found_in_a_running_guest()
    {
        Requires.Tool("qemu-system-x86_64", "qemu-system-x86");
        using var folder = new TemporaryFolder();
        var socket = folder.PathTo("qmp");
        var (low, listed) = (Repository.Fixture("handmade", "badck.bin"), Repository.Fixture("handmade", "one.bin"));
        await using var guest = await QemuGuest.StartAsync(
            _ => QemuArguments.Machine("pc").Memory(64).LoadedFile(low, 0x9a000).AcpiTable(listed).Add("-qmp", $"unix:{socket},server=on,wait=off"), Token);

        // SeaBIOS needs its time to place the ACPI tables.
        SourceContent content;
        do
        {
            await GuestMemory.SaveAsync(socket, folder.PathTo("memory"), Token);
            content = TableSources.ReadFile(folder.PathTo("memory"), new SourceOptions { Kind = SourceKind.Memory });
        }
        while (content.Memory!.Rsdp is null);

        Assert.Equal(64UL << 20, content.Memory.Bytes.Size);
        Assert.False(content.Memory.IsUefi);
        Assert.Equal([false, true], content.Tables.Select(table => table.IsListedByAcpi));
        Assert.Equal(0x9a000UL, content.Tables[0].Address);
        Assert.Equal(File.ReadAllBytes(low), content.Tables[0].Bytes.ToArray());
        Assert.Equal([TableReaders.Linux, TableReaders.Illumos], content.Tables[0].TakenBy);
        Assert.Equal(File.ReadAllBytes(listed), content.Tables[1].Bytes.ToArray());
        Assert.Equal([TableReaders.FreeBsd], content.Tables[1].TakenBy);
    }

    [Fact]
    public async Task A_socket_without_QEMU_is_an_error_that_says_how_QEMU_is_started()
    {
        using var folder = new TemporaryFolder();
        var error = await Assert.ThrowsAsync<VmException>(() => GuestMemory.SaveAsync(folder.PathTo("none"), folder.PathTo("memory"), Token));
        Assert.Contains("expected the socket of a QEMU started with -qmp unix:", error.Message);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
