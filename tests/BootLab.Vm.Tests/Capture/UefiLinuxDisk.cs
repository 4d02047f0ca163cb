using BootLab.Disk.Partitions;
using BootLab.ImageMaker;
using BootLab.Testing;

namespace BootLab.Vm.Tests.Capture;

/// <summary>A raw disk that starts a given Linux from UEFI: a system partition whose boot loader is GRUB with kernel and first file system inside, and behind it the file system of <see cref="LinuxDisk"/>.</summary>
internal static class UefiLinuxDisk
{
    private const int SectorSize = 512;
    private const int FirstSector = 2048;
    private const byte SystemPartition = 0xef;
    private const byte LinuxPartition = 0x83;

    public static byte[] Make(TemporaryFolder folder, string kernel, ReadOnlySpan<byte> initialSystem, string commandLine)
    {
        NeedsTools();
        var configuration = folder.Write("grub.cfg", System.Text.Encoding.ASCII.GetBytes($"linux (memdisk)/vmlinuz {commandLine}\ninitrd (memdisk)/initrd\nboot\n"));
        var initrd = folder.Write("initrd", initialSystem);
        Run("grub-mkstandalone", "grub-common", "-O", "x86_64-efi", "-o", folder.PathTo("BOOTX64.EFI"), "--modules=linux memdisk tar", "--install-modules=linux memdisk tar normal", "--locales=", "--themes=", "--fonts=",
            $"boot/grub/grub.cfg={configuration}", $"vmlinuz={kernel}", $"initrd={initrd}");

        // As large as its one file, and some room for FAT itself.
        var length = (new FileInfo(folder.PathTo("BOOTX64.EFI")).Length / (1 << 20) + 4) << 20;
        var partition = folder.Write("esp.img", new byte[length]);
        Run("mformat", "mtools", "-i", partition, "::");
        Run("mmd", "mtools", "-i", partition, "::/EFI", "::/EFI/BOOT");
        Run("mcopy", "mtools", "-i", partition, folder.PathTo("BOOTX64.EFI"), "::/EFI/BOOT/");

        var fileSystem = LinuxDisk.Make();
        var sectors = (int)(length / SectorSize);
        var disk = new byte[((FirstSector + sectors) * SectorSize) + fileSystem.Length];
        MbrPartition.Write(disk.AsSpan(446, 16), SystemPartition, FirstSector, sectors, isActive: false);
        MbrPartition.Write(disk.AsSpan(462, 16), LinuxPartition, FirstSector + sectors, fileSystem.Length / SectorSize, isActive: false);
        (disk[510], disk[511]) = (0x55, 0xaa);
        File.ReadAllBytes(partition).CopyTo(disk, FirstSector * SectorSize);
        fileSystem.CopyTo(disk, (FirstSector + sectors) * SectorSize);
        return disk;
    }

    public static void NeedsTools()
    {
        Requires.Tool("grub-mkstandalone", "grub-common");
        Requires.Tool("mformat", "mtools");
        if (!Directory.Exists("/usr/lib/grub/x86_64-efi"))
        {
            Requires.Missing("/usr/lib/grub/x86_64-efi is not there: apt-get install grub-efi-amd64-bin");
        }
    }

    private static void Run(string program, string package, params string[] arguments)
    {
        var run = PeerProcess.Run(Requires.Tool(program, package), arguments);
        if (run.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program}: {run.Error}");
        }
    }
}
