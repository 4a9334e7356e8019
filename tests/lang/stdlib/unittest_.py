import unittest, io, sys, re
from unittest import mock
class T(unittest.TestCase):
    @classmethod
    def setUpClass(cls): print("setUpClass")
    def setUp(self): self.x = 1
    def tearDown(self): pass
    def test_ok(self): self.assertEqual(self.x, 1); self.assertTrue(1); self.assertIn(1, [1]); self.assertIsNone(None); self.assertAlmostEqual(0.1 + 0.2, 0.3); self.assertIsInstance(1, int); self.assertGreater(2, 1); self.assertRegex("abc", "b")
    def test_fail(self): self.assertEqual([1, 2, 3], [1, 2, 4])
    def test_error(self): raise ValueError("boom")
    @unittest.skip("reason")
    def test_skip(self): pass
    @unittest.expectedFailure
    def test_xfail(self): self.fail("expected")
    def test_raises(self):
        with self.assertRaises(KeyError) as cm: {}["k"]
        self.assertEqual(cm.exception.args, ("k",)); self.assertRaisesRegex(ValueError, "inv.*", int, "x")
    def test_sub(self):
        for i in range(3):
            with self.subTest(i=i): self.assertNotEqual(i, 1)
    def test_mock(self):
        m = mock.Mock(return_value=5); self.assertEqual(m(1, k=2), 5); m.assert_called_once_with(1, k=2); m.a.b.c(); self.assertTrue(m.a.b.c.called)
        with mock.patch("os.getcwd", return_value="/fake"):
            import os; self.assertEqual(os.getcwd(), "/fake")
out = io.StringIO(); r = unittest.TextTestRunner(stream=out, verbosity=2).run(unittest.defaultTestLoader.loadTestsFromTestCase(T))
print(r.testsRun, len(r.failures), len(r.errors), len(r.skipped), len(r.expectedFailures), r.wasSuccessful())
text = re.sub(r"in \d+\.\d+s", "in TIME", out.getvalue()); text = re.sub(r'File ".*?/', 'File ".../', text); print(text)
class D(unittest.TestCase):
    def runTest(self): pass
for f in (lambda: D().assertEqual("a\nb", "a\nc"), lambda: D().assertDictEqual({"a": 1}, {"a": 2}), lambda: D().assertTrue(0, "msg"), lambda: D().assertIn(1, []), lambda: D().assertRaises(ValueError, int, "1"), lambda: D().assertIs(1, "1"), lambda: D().assertLess(2, 1), lambda: D().assertCountEqual([1], [2]), lambda: D().assertSetEqual({1}, {1})):
    try: print(f())
    except AssertionError as e: print(e)
