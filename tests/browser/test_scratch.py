def test_scratch(office, axe):
    page = office.as_("receptionist")
    print(page.url)
    axe(page)
    page.screenshot(path="/tmp/shots/register-1440.png")
