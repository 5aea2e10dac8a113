using System.Globalization;
using System.Text.RegularExpressions;

namespace ImageMatch.Backends.Sqlite;

/// <summary>Tells network file systems, where SQLite's shared memory and often its locks do not work.</summary>
internal static partial class NetworkLocation
{
    private const string LinuxMounts = "/proc/self/mounts";

    private static readonly string[] NetworkFileSystems =
    [
        "nfs", "nfs4", "cifs", "smb", "smb3", "smbfs", "9p", "afs", "afpfs", "ceph", "coda", "davfs", "fuse.sshfs", "fuse.rclone", "fuse.glusterfs",
        "fuse.s3fs", "fuse.davfs2", "fuse.smbnetfs", "fuse.curlftpfs", "fuse.ceph", "glusterfs", "gpfs", "lustre", "ncpfs", "ocfs2", "orangefs", "beegfs",
    ];

    /// <summary>Whether a full path lies on a network file system. The file need not exist.</summary>
    public static bool Contains(string path)
    {
        if (OperatingSystem.IsWindows() && path.StartsWith(@"\\", StringComparison.Ordinal))
            return !path.StartsWith(@"\\?\", StringComparison.Ordinal) || path.StartsWith(@"\\?\UNC\", StringComparison.OrdinalIgnoreCase);

        string target = RealPath.Of(path);
        return File.Exists(LinuxMounts)
            ? Contains(target, File.ReadAllText(LinuxMounts))
            : new DriveInfo(Path.GetPathRoot(target)!).DriveType == DriveType.Network;
    }

    /// <summary>Whether a path lies below a network file system in a table of mounts: device, folder, type and more on each line.</summary>
    internal static bool Contains(string path, string mounts)
    {
        var nearest = (Folder: "", Type: "");
        foreach (string line in mounts.Split('\n'))
        {
            string[] fields = line.Split(' ');
            if (fields.Length < 3)
                continue;

            string folder = Unescape(fields[1]);
            bool holds = path == folder || path.StartsWith(folder.TrimEnd('/') + "/", StringComparison.Ordinal);
            // A later mount on the same folder hides the earlier one.
            if (holds && folder.Length >= nearest.Folder.Length)
                nearest = (folder, fields[2]);
        }

        return NetworkFileSystems.Contains(nearest.Type, StringComparer.Ordinal);
    }

    /// <summary>Spaces and the like are written as octal numbers: \040.</summary>
    private static string Unescape(string field) =>
        OctalEscape().Replace(field, match => ((char)Convert.ToInt32(match.Groups[1].Value, 8)).ToString(CultureInfo.InvariantCulture));

    [GeneratedRegex(@"\\([0-7]{3})", RegexOptions.CultureInvariant)]
    private static partial Regex OctalEscape();
}
