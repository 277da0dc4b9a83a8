namespace IsoApprox.Native.Tests;

/// <summary>The published library and the wheel, made once for all tests by the command of the documentation.</summary>
public sealed class NativeLibrary
{
    private readonly Lazy<string> _wheel = new(Build);

    /// <summary>The repository's root.</summary>
    internal static string Root { get; } = FindRoot();

    /// <summary>The wheel's file.</summary>
    internal string Wheel => _wheel.Value;

    /// <summary>The folder with libisoapprox.so and isoapprox.h.</summary>
    internal string Folder
    {
        get
        {
            _ = _wheel.Value;
            return Directory.GetDirectories(Path.Combine(Root, "artifacts/native/publish/IsoApprox.Native"), "release_linux-*").Single();
        }
    }

    private static string Build()
    {
        // What a test host sets for its own processes must not reach another build.
        var built = Toolchain.Run("bash", [Path.Combine(Root, "src/python/build.sh")], ("MSBUILDDISABLENODEREUSE", "1"), ("CI", ""));
        Assert.True(built.ExitCode == 0, built.Text);
        return built.Output.TrimEnd().Split('\n')[^1];
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "IsoApprox.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("IsoApprox.sln is in no folder above the test output");
    }
}
