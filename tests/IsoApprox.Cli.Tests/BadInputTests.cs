
namespace IsoApprox.Cli.Tests;

/// <summary>
/// Bad input and usage: exit code 2, one line on stderr that says what, where and what to do, nothing on stdout, nothing written.
/// </summary>
public class BadInputTests
{
    [Theory]
    [InlineData("", "a verb is missing", "measure, distance, nearest", "isoapprox --help")]
    [InlineData("mesure", "'mesure' is not a verb", "isoapprox --help")]
    [InlineData("measure", "missing", "isoapprox measure --help")]
    [InlineData("measure a.csv b.csv", "'b.csv' is not an option or argument of measure")]
    [InlineData("measure --bogus", "'--bogus' is neither an option nor a file")]
    [InlineData("measure a.csv --bogus", "'--bogus'", "isoapprox measure --help")]
    [InlineData("distance a.csv", "missing", "isoapprox distance --help")]
    [InlineData("measure a.csv --seed", "--seed")]
    [InlineData("measure a.csv --seed x", "--seed: 'x' is not an integer")]
    [InlineData("measure a.csv --seed 1 --seed 2", "--seed")]
    [InlineData("measure a.csv --seed 99999999999", "--seed: '99999999999' is not an integer")]
    [InlineData("measure a.csv --threads 0", "--threads: '0' is not an integer of at least 1")]
    [InlineData("measure a.csv --time-limit 0", "--time-limit: '0' is not a finite number above 0")]
    [InlineData("measure a.csv --time-limit nan", "--time-limit: 'nan' is not a finite number above 0")]
    [InlineData("measure a.csv --margin -1", "--margin: '-1' is not a finite number of at least 0")]
    [InlineData("measure a.csv --margin inf", "--margin: 'inf'")]
    [InlineData("nearest a.csv --metric euclid", "--metric: 'euclid' is neither 'haus' nor 'iso'")]
    [InlineData("nearest a.csv --dimension 0", "--dimension: '0' is neither an integer of at least 1 nor 'free'")]
    [InlineData("nearest a.csv --dimension 1.5", "--dimension: '1.5'")]
    [InlineData("nearest a.csv --starts 0", "--starts: '0' is not an integer of at least 1")]
    [InlineData("nearest a.csv --gap -1e-3", "--gap: '-1e-3' is not a finite number of at least 0")]
    [InlineData("paper stray", "'stray' is not an option or argument of paper")]
    public void Usage_error(string commandLine, params string[] texts) =>
        Tool.AssertRefused(Tool.Run(commandLine.Split(' ', StringSplitOptions.RemoveEmptyEntries)), texts);

    [Theory]
    [InlineData("measure")]
    [InlineData("nearest")]
    [InlineData("verify")]
    [InlineData("certify")]
    public void Missing_file_is_named(string verb)
    {
        string[] arguments = verb == "certify" ? [verb, "absent.csv", "absent.json"] : [verb, "absent.csv"];
        Tool.AssertRefused(Tool.Run(arguments), "absent.csv");
        Tool.AssertRefused(Tool.Run([.. arguments, "--json"]), "absent.csv");
    }

    [Fact]
    public void Empty_file_names_are_refused()
    {
        Tool.AssertRefused(Tool.Run("measure", ""), "the file name is empty");
        Tool.AssertRefused(Tool.Run("measure", "a.csv", "--labels", " "), "--labels", "the file name is empty");
        Tool.AssertRefused(Tool.Run("measure", "a.csv", "--out", ""), "--out", "the file name is empty");
    }

    [Theory]
    [InlineData("x,y,label\n0,abc,a\n", "abc")]
    [InlineData("x,y,label\n0,nan,a\n1,2,b\n", "row 0", "nan")]
    [InlineData("x,y,label\n0,1,a\n1,inf,b\n", "row 1", "inf")]
    [InlineData("x,y,label\n0,1,a\n1,b\n", "row 1")]
    [InlineData("x,y,label\n", "bad.csv")]
    [InlineData("", "bad.csv")]
    public void Bad_table_is_refused_with_its_place(string text, params string[] texts)
    {
        using var folder = new TemporaryFolder();
        Tool.AssertRefused(Tool.Run("measure", folder.Write("bad.csv", text)), ["bad.csv", .. texts]);
    }

    [Fact]
    public void A_search_without_labels_is_refused()
    {
        using var folder = new TemporaryFolder();
        Tool.AssertRefused(
            Tool.Run("nearest", folder.Write("bad.csv", "x,y\n0,1\n1,2\n")), "bad.csv", "no labels", "--labels", "--label-column");
    }

    [Fact]
    public void Unknown_label_column_is_named()
    {
        using var folder = new TemporaryFolder();
        Tool.AssertRefused(Tool.Run("measure", folder.Write("f.csv", Samples.Planar), "--label-column", "species"), "f.csv", "species");
    }

    [Fact]
    public void Wrong_number_of_labels_is_counted()
    {
        using var folder = new TemporaryFolder();
        var labels = folder.Write("labels.txt", "0\n0\n1\n");
        Tool.AssertRefused(Tool.Run("measure", folder.Write("f.csv", "1,2\n3,4\n"), "--labels", labels), "labels.txt", "3", "2");
    }

    [Fact]
    public void Unknown_extension_is_refused()
    {
        using var folder = new TemporaryFolder();
        Tool.AssertRefused(Tool.Run("measure", folder.Write("f.xlsx", "x")), "f.xlsx", ".npy");
    }

    [Fact]
    public void Folder_in_place_of_a_file_is_refused()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["f.csv"]);
        Tool.AssertRefused(Tool.Run("measure", folder["f.csv"]), "f.csv");
    }

    [Fact]
    public void Embeddings_of_different_items_are_refused()
    {
        using var folder = new TemporaryFolder();
        var (f, g) = (folder.Write("f.csv", Samples.Planar), folder.Write("g.csv", Samples.Separated));
        Tool.AssertRefused(Tool.Run("distance", f, g), "g.csv", "4 points", "5");
        var relabelled = folder.Write("h.csv", Samples.Planar.Replace(",1\n", ",2\n", StringComparison.Ordinal));
        Tool.AssertRefused(Tool.Run("distance", f, relabelled), "h.csv", "labels differ");
    }

    [Theory]
    [InlineData("nearest", "absent/g.npy", "the folder does not exist")]
    [InlineData("nearest", "g.xlsx", ".npy")]
    [InlineData("measure", "absent/result.json", "the folder does not exist")]
    public void Impossible_output_is_refused_before_any_work(string verb, string output, string text)
    {
        using var folder = new TemporaryFolder();
        var f = folder.Write("f.csv", Samples.Planar);
        Tool.AssertRefused(Tool.Run(verb, f, "--out", folder[output]), "--out", text);
        Assert.Equal(["f.csv"], folder.Files);
    }

    [Fact]
    public void Folder_as_output_is_refused()
    {
        using var folder = new TemporaryFolder();
        Tool.AssertRefused(Tool.Run("measure", folder.Write("f.csv", Samples.Planar), "--out", folder.Path), "--out", "this is a folder");
    }

    [Fact]
    public void Certificate_that_is_none_is_refused()
    {
        using var folder = new TemporaryFolder();
        var f = folder.Write("f.csv", Samples.Planar);
        Tool.AssertRefused(Tool.Run("certify", f, folder.Write("c.json", "{ not json")), "c.json");
        Tool.AssertRefused(Tool.Run("certify", f, folder.Write("d.json", "{}")), "d.json");
    }

    [Theory]
    [InlineData("measure {0}/f.csv --out {0}/f.csv")]
    [InlineData("nearest {0}/f.csv --out {0}/./f.csv")]
    [InlineData("nearest {0}/f.csv --certificate {0}/f.csv")]
    [InlineData("nearest {0}/f.csv --labels {0}/l.json --out {0}/l.json")]
    [InlineData("nearest {0}/f.csv --certificate {0}/g.json --out {0}/g.json")]
    public void Output_that_would_replace_an_input_or_an_output_is_refused(string commandLine)
    {
        using var folder = new TemporaryFolder();
        folder.Write("f.csv", Samples.Planar);
        folder.Write("l.json", "[0,0,1,1,1]");
        var arguments = commandLine.Split(' ').Select(part => part.Replace("{0}", folder.Path, StringComparison.Ordinal));
        Tool.AssertRefused(Tool.Run([.. arguments]), "which would be lost");
        Assert.Equal(["f.csv", "l.json"], folder.Files);
        Assert.Equal(Samples.Planar, File.ReadAllText(folder["f.csv"]));
    }

    [Fact]
    public void Certificate_that_is_missing_or_a_folder_is_named_as_given()
    {
        Tool.AssertRefused(Tool.Run("certify", "absent.json"), "absent.json: no such file");
        using var folder = new TemporaryFolder();
        Tool.AssertRefused(Tool.Run("certify", folder.Path), "is a directory");
    }

    [Theory]
    [InlineData("--dimension", "100000000", "do not fit")]
    public void Size_that_no_result_can_have_is_refused(string option, string value, string text)
    {
        using var folder = new TemporaryFolder();
        Tool.AssertRefused(Tool.Run("nearest", folder.Write("f.csv", Samples.Planar), option, value), text);
    }
}
