using System.Text;
using IsoApprox.Embeddings;
using IsoApprox.Embeddings.Files;

namespace IsoApprox.Tests.Embeddings;

public sealed class DelimitedFileTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("x0,x1,label\n1,2,5\n3,4,-1\n")]
    [InlineData("label,a,b\n5,1,2\n-1,3,4")]
    [InlineData("x0,Label,x1\r\n1,5,2\r\n3,-1,4\r\n")]
    [InlineData("\"x0\",\"x1\",\"label\"\n\"1\",\"2\",\"5\"\n\"3\",\"4\",\"-1\"\n")]
    [InlineData("\uFEFFx0,x1,label\n\n1,2,5\n   \n3,4,-1\n\n")]
    [InlineData(" x0 , x1 ,label\n 1, +2e0 , 5\n3.0,.4e1,-1\n")]
    [InlineData("0,1,label\n1,2,5.0\n3,4,-1e0\n")]
    public void Reads_a_column_named_label(string content)
    {
        var f = Read(content);
        Assert.Equal([1, 2, 3, 4], f.Coordinates.ToArray());
        Assert.Equal(["5", "-1"], TestData.LabelsOf(f));
    }

    [Theory]
    [InlineData("1,2,b\n3,4,a\n")]
    [InlineData("u,v,w\n1,2,b\n3,4,a\n")]
    [InlineData("b,1,2\na,3,4")]
    [InlineData("1,\"b\",2\n3,\"a\",4")]
    public void The_only_column_of_text_holds_the_labels(string content)
    {
        var f = Read(content);
        Assert.Equal([1, 2, 3, 4], f.Coordinates.ToArray());
        Assert.Equal(["b", "a"], TestData.LabelsOf(f));
    }

    [Theory]
    [InlineData("u,v,w\n1,7,2\n3,8,4\n", "v")]
    [InlineData("u,v,w\n1,7,2\n3,8,4\n", "1")]
    [InlineData("1,7,2\n3,8,4\n", "1")]
    [InlineData("0,v,2\n1,7,2\n3,8,4\n", "v")]
    [InlineData("u,u,w\n1,7,2\n3,8,4\n", "1")]
    public void The_label_column_may_be_named_or_counted(string content, string column)
    {
        var f = Read(content, new() { LabelColumn = column });
        Assert.Equal([1, 2, 3, 4], f.Coordinates.ToArray());
        Assert.Equal(["7", "8"], TestData.LabelsOf(f));
    }

    [Fact]
    public void A_header_name_wins_over_an_index() =>
        Assert.Equal(["7", "8"], TestData.LabelsOf(Read("u,w,1\n1,2,7\n3,4,8\n", new() { LabelColumn = "1", HasHeader = true })));

    [Fact]
    public void Labels_keep_quoted_text_and_are_compared_as_text()
    {
        var f = Read("1,\"a, \"\"b\"\"\nc\"\n2,\" d \"\n3,é\n");
        Assert.Equal(["a, \"b\"\nc", " d ", "é"], TestData.LabelsOf(f));
        Assert.Equal(["1", "01"], TestData.LabelsOf(Read("label,x\n1,0\n01,0\n")));
        Assert.Equal(["1.5", "2.0"], TestData.LabelsOf(Read("label,x\n1.5,0\n2.0,0\n")));
    }

    [Fact]
    public void Tabs_separate_the_columns_of_tsv()
    {
        var f = EmbeddingReader.Read(_folder.Text("x.TSV", "1\t2\ta, b\n3\t4\tc\n"));
        Assert.Equal([1, 2, 3, 4], f.Coordinates.ToArray());
        Assert.Equal(["a, b", "c"], TestData.LabelsOf(f));
    }

    [Fact]
    public void A_first_row_of_numbers_is_data_unless_told_otherwise()
    {
        var path = _folder.Text("x.csv", "0,1\n5,6\n");
        Assert.Equal([0, 1, 5, 6], EmbeddingReader.ReadPoints(path).Coordinates.ToArray());
        Assert.Equal([5, 6], EmbeddingReader.ReadPoints(path, new() { HasHeader = true }).Coordinates.ToArray());
        TestData.Refuses(
            () => EmbeddingReader.ReadPoints(_folder.Text("y.csv", "u,v\n5,6\n"), new() { HasHeader = false }),
            "columns 0, 1 are not numeric");
    }

    [Theory]
    [InlineData("NA,NA,a\n1,2,b\n", "row 0 (line 1), column 0: the value is missing ('NA')")]
    [InlineData("?,?,a\n1,2,b\n", "row 0 (line 1), column 0: the value is missing ('?')")]
    [InlineData("n/a,NULL,a\nNA,2,b\n", "row 0 (line 1), column 0: the value is missing ('n/a')")]
    [InlineData("-,none,a\n-,-,b\n1,2,c\n", "row 0 (line 1), column 0: the value is missing ('-')")]
    [InlineData(",,a\n1,2,b\n", "row 0 (line 1), column 0: the value is missing")]
    [InlineData("nan,NaN,a\n1,2,b\n", "row 0 (line 1), column 0: 'nan' is not a finite number")]
    [InlineData("a,missing\nb,1\n", "row 0 (line 1), column 1: the value is missing ('missing')")]
    [InlineData("NA,NA,a\n", "row 0 (line 1), column 0: the value is missing ('NA')")]
    [InlineData("1,2,a\nNA,4,b\n", "row 1 (line 2), column 0: the value is missing ('NA')")]
    public void A_first_row_of_missing_values_is_data_and_refused(string content, string fragment) =>
        TestData.Refuses(() => Read(content), _folder["x.csv"], fragment);

    [Fact]
    public void A_first_row_of_missing_values_is_data_beside_a_label_column_that_is_counted() =>
        TestData.Refuses(
            () => Read("NA,NA,a\n1,2,0\n", new() { LabelColumn = "2" }), "row 0 (line 1), column 0: the value is missing ('NA')");

    [Theory]
    [InlineData("u,NA,w\n1,2,b\n3,4,a\n")]
    [InlineData("u,?,-\n1,2,b\n3,4,a\n")]
    [InlineData("NA,NA,label\n1,2,b\n3,4,a\n")]
    public void A_header_may_hold_such_names_beside_others(string content)
    {
        var remarks = new List<string>();
        var f = Read(content, new() { Remark = remarks.Add });
        Assert.Equal([1, 2, 3, 4], f.Coordinates.ToArray());
        Assert.Contains("the first row is taken as the header: '", Assert.Single(remarks), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1,2,NA\n3,4,none\n", "NA none")]
    [InlineData("x,y,label\n1,2,NA\n3,4,?\n", "NA ?")]
    [InlineData("1,2,b\n3,4,NA\n", "b NA")]
    public void As_labels_such_words_are_text_like_any_other(string content, string expected)
    {
        var f = Read(content);
        Assert.Equal([1, 2, 3, 4], f.Coordinates.ToArray());
        Assert.Equal(expected.Split(' '), TestData.LabelsOf(f));
    }

    [Fact]
    public void What_is_taken_as_a_header_is_told()
    {
        var remarks = new List<string>();
        var options = new EmbeddingReadOptions { Remark = remarks.Add };
        Read("1,2,a\n3,4,b\n", options);
        EmbeddingReader.ReadPoints(_folder.Text("y.csv", "u,v\n5,6\n"), options with { HasHeader = true });
        Assert.Empty(remarks);
        Read("x,\"y\tz\",label\n1,2,a\n3,4,b\n", options with { LabelsPath = _folder.Text("l.txt", "species\n1\n2\n") });
        Assert.Equal(
            [
                $"{_folder["x.csv"]}: the first row is taken as the header: 'x', 'y\\tz', 'label'",
                $"{_folder["l.txt"]}: the first line is taken as the header: 'species'"],
            remarks);
    }

    [Fact]
    public void Labels_are_required_unless_told_otherwise()
    {
        var path = _folder.Text("x.csv", "1,2\n3,4\n");
        TestData.Refuses(() => EmbeddingReader.Read(path), path, "no labels", "--labels", "--label-column");
        Assert.Equal(["0", "0"], TestData.LabelsOf(EmbeddingReader.ReadPoints(path)));
        Assert.Equal(["0", "0"], TestData.LabelsOf(EmbeddingReader.Read(path, new() { RequireLabels = false })));
    }

    [Fact]
    public void One_point_in_one_dimension_is_read() => Assert.Equal([2.5], Read("2.5,only").Coordinates.ToArray());

    [Theory]
    [InlineData("x,y,label\n1,2,a\n1,abc,b\n", "row 1 (line 3), column 'y': 'abc' is not a number")]
    [InlineData("1,2,a\n\n1,2 3,b\n", "row 1 (line 3), column 1: '2 3' is not a number")]
    [InlineData("x,y,label\n1,,a\n", "row 0 (line 2), column 'y': the value is missing")]
    [InlineData("x,label\nNaN,a\n", "column 'x': 'NaN' is not a finite number")]
    [InlineData("x,label\n-inf,a\n", "column 'x': '-inf' is not a finite number")]
    [InlineData("x,label\n1e999,a\n", "column 'x': '1e999' is not a finite number")]
    [InlineData("x,label\n1\u00002,a\n", "'1\\02' is not a number")]
    [InlineData("x,label\n1\u0000,a\n", "'1\\0' is not a number")]
    [InlineData("x,label\n1,a\n2\n", "row 1 (line 3): 1 fields, but the header has 2")]
    [InlineData("1,a\n2,b,3\n", "row 1 (line 2): 3 fields, but the first row has 2")]
    [InlineData("x,y,label\n1,2\n", "header names 3 columns, but row 0 has 2")]
    [InlineData("x,label\n1,a\n2,\n", "row 1 (line 3), column 'label': the label is missing")]
    [InlineData("1,a\n2,3\n", "row 1 (line 2), column 1: '3' is a number, but row 0 has text there")]
    [InlineData("1.0x,2\n3,4\n", "row 1 (line 2), column 0: '3' is a number, but row 0 has text there")]
    [InlineData("1,a,b\n2,c,d\n", "columns 1, 2 are not numeric")]
    [InlineData("x,u,v\n1,a,b\n", "columns 'u', 'v' are not numeric")]
    [InlineData("", "the file is empty")]
    [InlineData("\n \n\n", "the file is empty")]
    [InlineData("x,label\n", "no points after the header")]
    [InlineData("label\na\nb\n", "only a label column")]
    [InlineData(",x,label\n0,1,a\n", "column 0 has no name in the header")]
    [InlineData("x,label,LABEL\n1,a,b\n", "2 columns 'label' (1, 2)")]
    [InlineData("1,\"a\n2,b\n", "line 1", "quote")]
    [InlineData("1,a\n2,b\"c\n", "line 2", "quote")]
    public void Refuses(string content, params string[] fragments) =>
        TestData.Refuses(() => Read(content), [_folder["x.csv"], .. fragments]);

    [Fact]
    public void Refuses_label_columns_that_are_not_there()
    {
        TestData.Refuses(() => Read("u,v\n1,2\n", new() { LabelColumn = "w" }), "no column 'w'; the columns are 'u', 'v'");
        TestData.Refuses(() => Read("u,v\n1,2\n", new() { LabelColumn = "2" }), "no column '2'; the columns are 'u', 'v'");
        TestData.Refuses(
            () => Read("1,2\n", new() { LabelColumn = "-1" }), "no column '-1'; the columns are 0 to 1 (the file has no header)");
        TestData.Refuses(() => Read("u,u,v\n1,2,3\n", new() { LabelColumn = "u" }), "the header names 2 columns 'u' (0, 1)");
        var npy = TestData.NumPy("points-f8-le-c.npy");
        TestData.Refuses(() => EmbeddingReader.Read(npy, new() { LabelColumn = "u" }), "label column 'u'", "only .csv and .tsv");
    }

    [Fact]
    public void Refuses_bytes_that_are_not_utf8()
    {
        var path = _folder.Bytes("x.csv", [.. "1,a\n2,"u8, 0xE9, (byte)'\n']);
        TestData.Refuses(() => EmbeddingReader.Read(path), path, "not UTF-8");
        Assert.Equal(
            ["é"], TestData.LabelsOf(EmbeddingReader.Read(_folder.Bytes("y.csv", [0xFF, 0xFE, .. Encoding.Unicode.GetBytes("1,é\n")]))));
    }

    [Fact]
    public void Long_offending_text_is_cut() => TestData.Refuses(
        () => Read($"x,label\n{new string('z', 5000)},a\n"), $"'{new string('z', 40)}...' is not a number");

    private Embedding Read(string content, EmbeddingReadOptions? options = null) =>
        EmbeddingReader.Read(_folder.Text("x.csv", content), options);
}
