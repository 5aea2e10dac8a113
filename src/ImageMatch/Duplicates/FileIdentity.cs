using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ImageMatch.Duplicates;

/// <summary>Which file or folder a path means: equal for all of its names on one volume, be they hard links or ways through linked folders.</summary>
/// <param name="Volume">The volume's number.</param>
/// <param name="File">The file's number on the volume.</param>
/// <param name="IsOnNetwork">Whether the volume is one of another machine, which this one may know under several numbers.</param>
public readonly partial record struct FileIdentity(ulong Volume, ulong File, bool IsOnNetwork = false)
{
    private const int AtCurrentFolder = -100;
    private const uint BasicStats = 0x7FF;

    /// <summary>What opens folders too.</summary>
    private const uint BackupSemantics = 0x0200_0000;

    /// <summary>Whether both may be one file by two mounts: a share that is mounted twice, or a share and the folder that it shares.</summary>
    public bool MayBeMountOf(FileIdentity other) => File == other.File && Volume != other.Volume && (IsOnNetwork || other.IsOnNetwork);

    /// <summary>Tells which file or folder a path means.</summary>
    /// <param name="path">The path.</param>
    /// <param name="identity">The file.</param>
    /// <param name="names">How many names it has.</param>
    /// <returns>Whether the system says so.</returns>
    public static bool TryRead(string path, out FileIdentity identity, out int names)
    {
        (identity, names) = (default, 0);
        if (OperatingSystem.IsWindows())
            return TryReadWindows(path, ref identity, ref names);
        if (OperatingSystem.IsLinux())
            return TryReadLinux(path, ref identity, ref names);
        return OperatingSystem.IsMacOS() && TryReadMac(path, ref identity, ref names);
    }

    private static bool TryReadWindows(string path, ref FileIdentity identity, ref int names)
    {
        using SafeFileHandle file = CreateFile(path, 0, FileShare.ReadWrite | FileShare.Delete, 0, FileMode.Open, BackupSemantics, 0);
        if (file.IsInvalid || !GetFileInformationByHandle(file, out WindowsFile information))
            return false;

        // The number of a share's volume is its own, by whatever name it is reached.
        identity = new(information.VolumeSerialNumber, ((ulong)information.FileIndexHigh << 32) | information.FileIndexLow);
        names = (int)information.NumberOfLinks;
        return true;
    }

    private static bool TryReadLinux(string path, ref FileIdentity identity, ref int names)
    {
        if (StatX(AtCurrentFolder, path, 0, BasicStats, out LinuxFile information) != 0)
            return false;

        identity = new(((ulong)information.DeviceMajor << 32) | information.DeviceMinor, information.Inode, IsNetworkVolume(path));
        names = (int)information.Links;
        return true;
    }

    private static bool TryReadMac(string path, ref FileIdentity identity, ref int names)
    {
        int failed = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? StatIntelMac(path, out MacFile information) : StatMac(path, out information);
        if (failed != 0)
            return false;

        identity = new((uint)information.Device, information.Inode, IsNetworkVolume(path));
        names = information.Links;
        return true;
    }

    /// <summary>Unix takes any path for that of a drive.</summary>
    private static bool IsNetworkVolume(string path) => new DriveInfo(path).DriveType == DriveType.Network;

    [LibraryImport("kernel32.dll", EntryPoint = "CreateFileW", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    private static partial SafeFileHandle CreateFile(string path, uint access, FileShare share, nint security, FileMode mode, uint flags, nint template);

    [LibraryImport("kernel32.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool GetFileInformationByHandle(SafeFileHandle file, out WindowsFile information);

    // Its layout is the same on every processor, which that of stat is not.
    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int StatX(int folder, string path, int flags, uint mask, out LinuxFile information);

    [LibraryImport("libSystem.dylib", EntryPoint = "stat", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int StatMac(string path, out MacFile information);

    [LibraryImport("libSystem.dylib", EntryPoint = "stat$INODE64", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int StatIntelMac(string path, out MacFile information);

    /// <summary>BY_HANDLE_FILE_INFORMATION.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 52)]
    private struct WindowsFile
    {
        [FieldOffset(28)]
        public uint VolumeSerialNumber;

        [FieldOffset(40)]
        public uint NumberOfLinks;

        [FieldOffset(44)]
        public uint FileIndexHigh;

        [FieldOffset(48)]
        public uint FileIndexLow;
    }

    /// <summary>struct statx of Linux.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct LinuxFile
    {
        [FieldOffset(16)]
        public uint Links;

        [FieldOffset(32)]
        public ulong Inode;

        [FieldOffset(136)]
        public uint DeviceMajor;

        [FieldOffset(140)]
        public uint DeviceMinor;
    }

    /// <summary>struct stat of macOS, with inodes of 64 bits.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 144)]
    private struct MacFile
    {
        [FieldOffset(0)]
        public int Device;

        [FieldOffset(6)]
        public ushort Links;

        [FieldOffset(8)]
        public ulong Inode;
    }
}
