using System.Globalization;
using System.Runtime.InteropServices;

namespace IsoApprox.Embeddings.Files;

/// <summary>
/// What the file system knows of a path without opening it. The base library has no such call: opening a pipe to look at it would wait for
/// its other end. Linux: statx(2); macOS: stat(2); elsewhere, and where the call is missing, folders and files only.
/// </summary>
public static class FileSystemEntry
{
    private const int CurrentFolder = -100;
    private const uint TypeAndInode = 0x1 | 0x100;
    private const int BufferSize = 512;

    /// <summary>The kind of what <paramref name="path"/> leads to. Cost: one system call.</summary>
    /// <param name="path">Any path.</param>
    public static FileKind KindOf(string path) => Look(path).Kind;

    /// <summary>
    /// A name of the file itself: equal for two paths exactly when they lead to one file, by links of both kinds and mounts too. A file
    /// that does not exist is named by its folder. Where the system tells nothing: the full path after links.
    /// </summary>
    /// <param name="path">Any path.</param>
    public static string IdentityOf(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (Look(path).Identity is { } identity)
        {
            return identity;
        }

        var target = SafeFile.Target(path);
        var folder = Path.GetDirectoryName(target);
        return (folder is null ? null : Look(folder).Identity) is { } parent ? $"{parent}/{Path.GetFileName(target)}" : target;
    }

    private static (FileKind Kind, string? Identity) Look(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (path.Length == 0 || path.Contains('\0', StringComparison.Ordinal))
        {
            return (FileKind.Missing, null);
        }

        // As the base library opens it: ".." is taken out of the text, not followed.
        path = Path.GetFullPath(path);
        try
        {
            var raw = new byte[BufferSize];
            if (OperatingSystem.IsLinux())
            {
                // struct statx is the same on every machine: mode at 28, inode at 32, device at 136 (two words).
                return StatX(CurrentFolder, path, 0, TypeAndInode, raw) == 0
                    ? Describe(Number<ushort>(raw, 28), raw.AsSpan(136, 8), raw.AsSpan(32, 8))
                    : default;
            }

            if (OperatingSystem.IsMacOS())
            {
                // struct stat with 64-bit inodes: device at 0, mode at 4, inode at 8.
                var result = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? StatInode64(path, raw) : Stat(path, raw);
                return result == 0 ? Describe(Number<ushort>(raw, 4), raw.AsSpan(0, 4), raw.AsSpan(8, 8)) : default;
            }
        }
        catch (Exception e) when (e is EntryPointNotFoundException or DllNotFoundException)
        {
            // An old C library: what the base library knows has to do.
        }

        return (Guess(path), null);
    }

    private static (FileKind Kind, string Identity) Describe(int mode, ReadOnlySpan<byte> device, ReadOnlySpan<byte> inode)
    {
        const int TypeMask = 0xF000;
        var kind = (mode & TypeMask) switch
        {
            0x8000 => FileKind.Regular,
            0x4000 => FileKind.Folder,
            0x1000 => FileKind.Pipe,
            0x2000 or 0x6000 => FileKind.Device,
            _ => FileKind.Other,
        };
        return (kind, string.Create(CultureInfo.InvariantCulture, $"{Convert.ToHexString(device)}:{Convert.ToHexString(inode)}"));
    }

    private static FileKind Guess(string path)
    {
        const string Devices = @"\\.\";
        return path.StartsWith(Devices, StringComparison.Ordinal) ? FileKind.Device
            : Directory.Exists(path) ? FileKind.Folder
            : File.Exists(path) ? FileKind.Regular
            : FileKind.Missing;
    }

    private static T Number<T>(byte[] raw, int offset)
        where T : unmanaged => MemoryMarshal.Read<T>(raw.AsSpan(offset));

    [DllImport("libc", EntryPoint = "statx")]
    private static extern int StatX(int folder, [MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags, uint mask, byte[] result);

    [DllImport("libc", EntryPoint = "stat")]
    private static extern int Stat([MarshalAs(UnmanagedType.LPUTF8Str)] string path, byte[] result);

    [DllImport("libc", EntryPoint = "stat$INODE64")]
    private static extern int StatInode64([MarshalAs(UnmanagedType.LPUTF8Str)] string path, byte[] result);
}
