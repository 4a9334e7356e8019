../../lang
