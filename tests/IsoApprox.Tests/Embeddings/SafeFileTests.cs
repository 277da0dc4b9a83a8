using IsoApprox.Embeddings;
using IsoApprox.Embeddings.Files;

namespace IsoApprox.Tests.Embeddings;

/// <summary>Files are replaced whole, through links, and only where a regular file or nothing is.</summary>
public sealed class SafeFileTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_failure_while_writing_leaves_the_older_file_and_nothing_else()
    {
        var path = _folder.Text("x.txt", "old");
        var error = Assert.Throws<OutputException>(() => SafeFile.Replace(path, stream =>
        {
            stream.Write("half"u8);
            throw new IOException($"No space left on device : '{_folder["y.tmp"]}'");
        }));
        Assert.Equal($"{path}: cannot be written (No space left on device); free space or give another place", error.Message);
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Equal(["x.txt"], _folder.Names);
    }

    [Fact]
    public void A_link_is_written_through_to_its_end()
    {
        if (OperatingSystem.IsWindows())
        {
            return; // Links need privileges there.
        }

        Directory.CreateDirectory(_folder["d"]);
        File.WriteAllText(_folder["d/target"], "old");
        File.CreateSymbolicLink(_folder["second"], "d/target");
        File.CreateSymbolicLink(_folder["first"], "second");
        File.CreateSymbolicLink(_folder["new"], "d/created");
        SafeFile.ReplaceText(_folder["first"], "text");
        SafeFile.ReplaceText(_folder["new"], "more");
        Assert.Equal(("text", "more"), (File.ReadAllText(_folder["d/target"]), File.ReadAllText(_folder["d/created"])));
        Assert.Equal(("second", "d/target", "d/created"), (Link("first"), Link("second"), Link("new")));
        Assert.Equal(["created", "target"], new DirectoryInfo(_folder["d"]).GetFiles().Select(file => file.Name).Order());
        Assert.True(SafeFile.Remove(_folder["first"]));
        Assert.False(SafeFile.Remove(_folder["first"]));
        Assert.False(File.Exists(_folder["d/target"]));
        Assert.Equal("second", Link("first"));
    }

    [Fact]
    public void A_replaced_file_keeps_its_permissions()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupWrite | UnixFileMode.OtherRead;
        var path = _folder.Text("x.txt", "old");
        File.SetUnixFileMode(path, Mode);
        SafeFile.ReplaceText(path, "text");
        Assert.Equal(Mode, File.GetUnixFileMode(path));
    }

    [Fact]
    public void Folders_pipes_devices_and_circles_are_refused_and_stay()
    {
        Directory.CreateDirectory(_folder["d"]);
        AssertRefused(_folder["d"], "this is a folder; give a file name");
        AssertRefused(_folder["none/x"], "the folder does not exist; create it first");
        AssertRefused(_folder["a\0b"], "null character");
        AssertRefused(_folder[new string('x', 256)], "longer than 255 bytes");
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        AssertRefused(_folder.Pipe("p"), "this is a pipe");
        Assert.Equal(FileKind.Pipe, FileSystemEntry.KindOf(_folder["p"]));
        AssertRefused("/dev/null", "this is a device, which is not replaced");
        Assert.Equal(FileKind.Device, FileSystemEntry.KindOf("/dev/null"));
        File.CreateSymbolicLink(_folder["n"], "/dev/null");
        AssertRefused(_folder["n"], "this is a device, which is not replaced");
        File.CreateSymbolicLink(_folder["c"], "c");
        AssertRefused(_folder["c"], "links have no end");
        Assert.Equal(["c", "d", "n", "p"], _folder.Names);
    }

    [Fact]
    public void Checking_a_target_leaves_no_trace()
    {
        SafeFile.RequireWritable(_folder["x"]);
        SafeFile.RequireWritable(_folder.Text("y", "old"));
        Assert.Equal("old", File.ReadAllText(_folder["y"]));
        Assert.Equal(["y"], _folder.Names);
    }

    [Fact]
    public void Two_names_of_one_file_are_known()
    {
        _folder.Text("x", "1");
        _folder.Text("y", "1");
        Assert.NotEqual(FileSystemEntry.IdentityOf(_folder["x"]), FileSystemEntry.IdentityOf(_folder["y"]));
        Assert.Equal(FileSystemEntry.IdentityOf(_folder["x"]), FileSystemEntry.IdentityOf(_folder["./none/../x"]));
        Assert.Equal(FileSystemEntry.IdentityOf(_folder["new"]), FileSystemEntry.IdentityOf(_folder["./new"]));
        Assert.NotEqual(FileSystemEntry.IdentityOf(_folder["new"]), FileSystemEntry.IdentityOf(_folder["newer"]));
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        File.CreateSymbolicLink(_folder["l"], _folder["x"]);
        Directory.CreateSymbolicLink(_folder["f"], _folder["."]);
        Assert.Equal(FileSystemEntry.IdentityOf(_folder["x"]), FileSystemEntry.IdentityOf(_folder["l"]));
        Assert.Equal(FileSystemEntry.IdentityOf(_folder["x"]), FileSystemEntry.IdentityOf(_folder["f/x"]));
        Assert.Equal(FileSystemEntry.IdentityOf(_folder["new"]), FileSystemEntry.IdentityOf(_folder["f/new"]));
    }

    private static void AssertRefused(string path, string fragment)
    {
        TestData.Refuses(() => SafeFile.RequireWritable(path), fragment);
        TestData.Refuses(() => SafeFile.ReplaceText(path, "text"), fragment);
        TestData.Refuses(() => SafeFile.Remove(path), fragment);
    }

    private string? Link(string name) => new FileInfo(_folder[name]).LinkTarget;
}
